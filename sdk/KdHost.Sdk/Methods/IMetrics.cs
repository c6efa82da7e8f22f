namespace KdHost.Sdk.Methods;

/// <summary>Logs numbers. Cheap enough for every step: nothing here waits for a disk or a network.</summary>
public interface IMetrics
{
    /// <summary>Logs one value of a curve.</summary>
    /// <param name="name">Such as <c>train/loss</c>; letters, digits, <c>_ - . /</c> and space. A slash groups charts.</param>
    /// <param name="value">Any number; not-a-number and infinities are kept as such.</param>
    /// <param name="step">The position on the curve, usually the epoch, counted from 1. Log a final value at the last epoch.</param>
    void Log(string name, double value, long step);
}
