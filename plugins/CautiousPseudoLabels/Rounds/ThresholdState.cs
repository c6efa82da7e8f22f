namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>θ, which may fall while rounds go on.</summary>
internal sealed class ThresholdState(double value)
{
    /// <summary>θ.</summary>
    public double Value { get; set; } = value;

    /// <summary>Rounds in a row that found too few.</summary>
    public int Misses { get; set; }

    /// <summary>
    /// Lowers θ within a round: while fewer than k scores exceed it, by one step, and no more once it is below the floor.
    /// </summary>
    /// <param name="scores">The largest scores, descending; k of them are enough.</param>
    /// <param name="topK">k.</param>
    /// <param name="step">How much it falls.</param>
    /// <param name="floor">Where it stops.</param>
    /// <returns>How many exceed it then, k at most.</returns>
    public int AnnealInRound(IReadOnlyList<double> scores, int topK, double step, double floor)
    {
        while (Exceeding(scores) < topK && Value >= floor && step > 0)
            Value -= step;
        return Math.Min(topK, Exceeding(scores));
    }

    /// <summary>Lowers θ after rounds that found too few.</summary>
    /// <param name="isMiss">Whether this round did.</param>
    /// <param name="patience">After how many in a row.</param>
    /// <param name="step">How much it falls.</param>
    public void AnnealAfterRound(bool isMiss, int patience, double step)
    {
        Misses = isMiss ? Misses + 1 : 0;
        if (Misses < patience)
            return;
        Misses = 0;
        Value -= step;
    }

    private int Exceeding(IReadOnlyList<double> scores) => scores.TakeWhile(score => score > Value).Count();
}
