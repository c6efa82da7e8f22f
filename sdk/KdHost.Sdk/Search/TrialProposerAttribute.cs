using System.Composition;

namespace KdHost.Sdk.Search;

/// <summary>Exports a class as an adaptive search. This attribute and the base class are all that the host looks for.</summary>
/// <param name="name">The name in experiment files: lower case, words joined by hyphens, such as <c>tpe</c>.</param>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class TrialProposerAttribute(string name) : ExportAttribute(typeof(ITrialProposer))
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = name;

    /// <summary>One line for lists, such as "Tree-structured Parzen estimator".</summary>
    public string Title { get; init; } = "";
}
