using KdHost.Sdk.Studies;

namespace KdHost.Host.Reports.Studies;

/// <summary>A study that can be named.</summary>
/// <param name="Attribute">Name and title.</param>
/// <param name="Study">The study.</param>
internal sealed record StudyEntry(StudyAttribute Attribute, IStudy Study);

/// <summary>The metadata view of <see cref="StudyAttribute"/> that the composition fills.</summary>
internal sealed class StudyMetadata
{
    public string Name { get; set; } = "";

    public string Title { get; set; } = "";
}
