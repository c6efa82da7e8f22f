using KdHost.Sdk.Methods;

namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>The figures of a trial: what each round came to.</summary>
internal static class RoundFigures
{
    /// <summary>Draws them; a base model alone has none.</summary>
    public static void Save(IArtifacts artifacts, CautiousPseudoLabelsOptions options, IReadOnlyList<RoundScore> scores)
    {
        if (scores.Count < 2)
            return;
    }
}
