namespace KdHost.Sdk.Training;

/// <summary>Where a training stands, for schedules.</summary>
/// <param name="Epoch">The epoch in progress, counted from 0.</param>
/// <param name="Step">The step of that epoch, counted from 0.</param>
/// <param name="StepsPerEpoch">Steps an epoch.</param>
/// <param name="Epochs">Epochs in all.</param>
public readonly record struct TrainingTime(int Epoch, int Step, int StepsPerEpoch, int Epochs)
{
    /// <summary>Steps done before this one.</summary>
    public long Index => ((long)Epoch * StepsPerEpoch) + Step;

    /// <summary>Steps in all.</summary>
    public long Total => (long)Epochs * StepsPerEpoch;
}
