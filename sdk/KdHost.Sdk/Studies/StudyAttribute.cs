using System.Composition;

namespace KdHost.Sdk.Studies;

/// <summary>Exports a class as the study of a grid. This attribute and the interface are all that the host looks for.</summary>
/// <param name="name">The name in experiment files: lower case, words joined by hyphens, such as <c>small-data-pitfall</c>.</param>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class StudyAttribute(string name) : ExportAttribute(typeof(IStudy))
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = name;

    /// <summary>One line for headings, such as "The small-data pitfall".</summary>
    public string Title { get; init; } = "";
}
