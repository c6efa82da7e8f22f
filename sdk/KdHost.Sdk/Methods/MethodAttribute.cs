using System.Composition;

namespace KdHost.Sdk.Methods;

/// <summary>Exports a class as a distillation method. This attribute and the base class are all that the host looks for.</summary>
/// <param name="name">The name in experiment files: lower case, words joined by hyphens, such as <c>vanilla-kd</c>.</param>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class MethodAttribute(string name) : ExportAttribute(typeof(IMethod))
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = name;

    /// <summary>One line for lists, such as "Vanilla knowledge distillation".</summary>
    public string Title { get; init; } = "";

    /// <summary>Authors, title, venue and year of the paper.</summary>
    public string Paper { get; init; } = "";
}
