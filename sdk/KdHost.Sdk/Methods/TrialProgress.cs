namespace KdHost.Sdk.Methods;

/// <summary>How far a trial is.</summary>
/// <param name="Stage">What it is doing, such as "teacher" or "student".</param>
/// <param name="Epoch">Finished epochs.</param>
/// <param name="Epochs">Epochs in all; 0 when the stage is not counted in epochs.</param>
/// <param name="ImagesPerSecond">Training images a second over the last epoch.</param>
public sealed record TrialProgress(string Stage, int Epoch, int Epochs, double ImagesPerSecond);
