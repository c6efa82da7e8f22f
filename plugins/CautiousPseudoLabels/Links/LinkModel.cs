using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>A base model of links.</summary>
internal abstract class LinkModel : IDisposable
{
    /// <summary>Trains from fresh weights, or from warm ones.</summary>
    /// <param name="pairs">Directed training pairs, which are also the graph that messages pass through.</param>
    /// <param name="warm">Weights to begin with; null for fresh ones.</param>
    /// <param name="round">The round, 0 for the base model.</param>
    /// <returns>Weights of the epoch with the best validation value.</returns>
    public abstract WeightSnapshot Fit(IReadOnlyList<long> pairs, WeightSnapshot? warm, int round);

    /// <summary>What weights score on the held-out pairs.</summary>
    /// <param name="weights">The weights; they become the result's.</param>
    /// <param name="pairs">Directed pairs that messages pass through.</param>
    /// <param name="test">Test edges that are still reported on.</param>
    public abstract FittedModel Score(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<(int Source, int Target)> test);

    /// <summary>What weights say of pairs, averaged over views.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="pairs">Directed pairs that messages pass through.</param>
    /// <param name="views">Kinds of views.</param>
    /// <param name="round">The round, for the seeds of the views.</param>
    public abstract LinkPrediction Predict(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<ViewKind> views, int round);

    /// <summary>Early weights of the base fit, for warm starts.</summary>
    public WeightSnapshot? Warm { get; protected set; }

    /// <inheritdoc/>
    public virtual void Dispose() => Warm?.Dispose();

    /// <summary>AUC and AP of both held-out parts from their scores.</summary>
    protected static FittedModel Ranked(WeightSnapshot weights, float[] validation, float[] validationOthers, float[] test, float[] testOthers) =>
        new(weights, RankingMetrics.AreaUnderCurve(validation, validationOthers), RankingMetrics.AreaUnderCurve(test, testOthers))
        {
            Others = new Dictionary<string, double>
            {
                ["validation/ap"] = RankingMetrics.AveragePrecision(validation, validationOthers),
                ["test/ap"] = RankingMetrics.AveragePrecision(test, testOthers),
            },
        };
}
