namespace KdHost.Sdk.Training;

/// <summary>Learning-rate schedules as functions of the step or the epoch, so that resuming needs counters only.</summary>
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
            ? LinearWarmup(step, warmup * steps)
            : 0.5 * (1 + Math.Cos(Math.PI * (done - warmup) / (1 - warmup)));
    }

    /// <summary>
    /// The schedule of image recipes, constant within an epoch e: linear warm-up over W epochs from <paramref name="warmupRate"/>, then
    /// <c>min + ½ (η − min)(1 + cos(π e / E))</c>. The warm-up is no prefix: the cosine goes on as if it had begun at epoch 0.
    /// </summary>
    /// <param name="epoch">e, counted from 0.</param>
    /// <param name="epochs">E.</param>
    /// <param name="peak">η.</param>
    /// <param name="warmupEpochs">W.</param>
    /// <param name="warmupRate">Learning rate of epoch 0 of the warm-up.</param>
    /// <param name="minimum">min.</param>
    /// <returns>The learning rate.</returns>
    public static double CosineByEpoch(int epoch, int epochs, double peak, int warmupEpochs = 0, double warmupRate = 0, double minimum = 0) => epoch < warmupEpochs
        ? warmupRate + (epoch * (peak - warmupRate) / warmupEpochs)
        : minimum + (0.5 * (peak - minimum) * (1 + Math.Cos(Math.PI * epoch / epochs)));

    /// <summary>Drops by a factor at each milestone.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="milestones">The epochs, counted from 0, that begin with a drop.</param>
    /// <param name="factor">The factor of one drop.</param>
    /// <returns>The factor on the learning rate.</returns>
    public static double Step(int epoch, IEnumerable<int> milestones, double factor = 0.1) => Math.Pow(factor, milestones.Count(milestone => epoch >= milestone));

    /// <summary><c>(1 − t)^power</c> with t the share of steps done.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="power">The exponent; 1 falls linearly.</param>
    /// <returns>The factor on the learning rate, in [0, 1].</returns>
    public static double Polynomial(long step, long steps, double power = 1) => Math.Pow(1 - ((double)step / steps), power);

    /// <summary>Rises linearly to 1; the first step is already above 0.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <param name="steps">Steps of the warm-up.</param>
    /// <returns>The factor on the learning rate, in (0, 1].</returns>
    public static double LinearWarmup(long step, double steps) => steps <= 0 ? 1 : Math.Min(1, (step + 1) / steps);
}
