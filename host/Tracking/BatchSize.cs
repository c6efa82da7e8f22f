using System.Net;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>How much goes into one batch: what the store takes, and less after a gateway or a slow server showed that this is too much.</summary>
/// <param name="limits">What the store takes at once.</param>
internal sealed class BatchSize(BatchLimits limits)
{
    private const int Least = 50;

    private volatile int _entities = limits.Entities;

    /// <summary>Things in the next batch.</summary>
    public int Entities => _entities;

    /// <summary>A batch got through: a little more next time.</summary>
    public void Grow() => _entities = Math.Min(limits.Entities, _entities + (_entities / 10));

    /// <summary>Halves the size if it was to blame: the body was too large, or the answer did not come in time.</summary>
    /// <returns>Whether it was the size of the body, so that trying again at once makes sense.</returns>
    public bool Shrink(MlflowException error)
    {
        var isTooLarge = error.Status == HttpStatusCode.RequestEntityTooLarge;
        if (isTooLarge || error is { OutcomeUnknown: true, Status: null or HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout })
            _entities = Math.Max(Least, _entities / 2);
        return isTooLarge && _entities > Least;
    }
}
