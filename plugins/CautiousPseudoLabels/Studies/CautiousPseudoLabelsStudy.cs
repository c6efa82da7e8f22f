using KdHost.Sdk.Studies;

namespace KdHost.Plugins.CautiousPseudoLabels.Studies;

/// <summary>What the paper's experiments say in miniature. Each section looks for the trials that it is about, and says nothing where there are none.</summary>
[Study("cautious-pseudo-labels", Title = "Cautious pseudo labels on graphs")]
public sealed class CautiousPseudoLabelsStudy : IStudy
{
    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        StrategySection.Conclude(results, report);
        NoiseSection.Conclude(results, report);
        BoundSection.Conclude(results, report);
        LinkSection.Conclude(results, report);
    }
}
