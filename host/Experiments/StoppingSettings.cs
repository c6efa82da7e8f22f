namespace KdHost.Host.Experiments;

/// <summary>The rule that ends or pauses trials early, by a validation metric.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Metric">The metric that it looks at.</param>
/// <param name="Maximize">Whether larger is better.</param>
/// <param name="GraceSteps">No trial is judged before this step; for <see cref="StoppingRule.Asha"/> the lowest rung.</param>
/// <param name="ReductionFactor">One trial in this many goes on from a rung, and the next rung is this many times higher.</param>
/// <param name="MaximumSteps">No rung is this high or higher; null for no limit.</param>
/// <param name="MinimumTrials">How many finished trials a median needs.</param>
internal sealed record StoppingSettings(StoppingRule Rule, string Metric, bool Maximize, long GraceSteps, int ReductionFactor, long? MaximumSteps, int MinimumTrials)
{
    /// <summary>The rungs of <see cref="StoppingRule.Asha"/>, lowest first.</summary>
    public IEnumerable<long> Rungs()
    {
        for (var rung = GraceSteps; rung < (MaximumSteps ?? long.MaxValue); rung *= ReductionFactor)
        {
            yield return rung;
            if (rung > long.MaxValue / ReductionFactor)
                yield break;
        }
    }
}

/// <summary>How trials are judged before their end.</summary>
internal enum StoppingRule
{
    /// <summary>A trial ends whose best value is worse than the median of what finished trials had on average by the same step.</summary>
    Median,

    /// <summary>Asynchronous successive halving: trials pause at rungs, and the best of each rung go on.</summary>
    Asha,
}
