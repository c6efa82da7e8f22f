namespace KdHost.Sdk.Training;

/// <summary>Learning-rate schedules as functions of the step, so that resuming needs the step only.</summary>
public static class Schedules
{
    /// <summary>
    /// Linear warm-up, then half a cosine to 0 (I. Loshchilov, F. Hutter, "SGDR", ICLR 2017, without restarts):
    /// <c>½ (1 + cos(π (t − w) / (1 − w)))</c> with t the share of steps done and w the share of warm-up.
    /// </summary>
    /// <param name="step">Counted from 0.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="warmup">Share of the steps, in [0, 1).</param>
    /// <returns>The factor on the learning rate, in [0, 1].</returns>
    public static double Cosine(long step, long steps, double warmup)
    {
        var done = (double)step / steps;
        return done < warmup
            ? Math.Min(1, (step + 1) / (warmup * steps))
            : 0.5 * (1 + Math.Cos(Math.PI * (done - warmup) / (1 - warmup)));
    }
}
