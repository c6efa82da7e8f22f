using KdHost.Host.Journal;
using KdHost.Host.Reports.Failures;

namespace KdHost.Host.Execution.Failures;

/// <summary>
/// Stops a grid in which every trial dies alike: as many trials as there are slots, but at least three, have failed with one signature and none
/// has ever succeeded. What is wrong with all of them is not mended by running the rest.
/// </summary>
/// <param name="slots">Trials at a time.</param>
/// <param name="hasSuccess">Whether any trial of the run directory has succeeded; asked only when the failures speak for a stop.</param>
internal sealed class AlikeFailures(int slots, Func<bool> hasSuccess) : IDisposable
{
    private const int Fewest = 3;

    private readonly int _threshold = Math.Max(Fewest, slots);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private string? _signature;
    private int _failed;
    private bool _isOff;

    /// <summary>Signalled when the grid should stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Takes note of a trial's end.</summary>
    /// <param name="failure">Why it failed; null when it did not.</param>
    /// <returns>What to tell the user when this was the last straw; else null.</returns>
    public string? Ended(Failure? failure)
    {
        lock (_gate)
        {
            var signature = failure is null ? null : $"{failure.Kind}: {FailureSignature.Of(failure.Message)}";
            _isOff |= signature is null || (_signature is not null && signature != _signature);
            _signature = signature;
            if (_isOff || ++_failed != _threshold || hasSuccess())
                return null;
            _stop.Cancel();
            return $"Stopped: the first {_failed} trials failed alike ({failure!.Kind.Word()}) and none succeeded. Mend the cause, then run with --rerun failed; --keep-going runs the rest nevertheless.";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
