namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>λ as a function of the epoch.</summary>
internal static class LambdaSchedules
{
    private const double DecayFactor = 0.9, IncreaseFactor = 1.047;

    /// <summary>λ of an epoch.</summary>
    /// <param name="schedule">How it changes.</param>
    /// <param name="lambda">λ of the first epoch.</param>
    /// <param name="maximum">Where an increase ends.</param>
    /// <param name="epoch">Counted from 0.</param>
    public static double At(LambdaSchedule schedule, double lambda, double maximum, int epoch)
    {
        for (var i = 0; i < epoch && schedule != LambdaSchedule.Constant; i++)
        {
            if (schedule == LambdaSchedule.Decay)
                lambda *= DecayFactor;
            else if (lambda <= maximum)
                lambda *= IncreaseFactor;
        }

        return lambda;
    }
}
