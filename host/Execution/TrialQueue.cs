using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution;

/// <summary>Hands out claimed trials in order. A trial held by another living pilot is looked at again until it is done or free.</summary>
/// <param name="trials">The trials of the experiment that are not done.</param>
/// <param name="leases">Claims.</param>
/// <param name="done">Finished trials.</param>
internal sealed class TrialQueue(IEnumerable<TrialSpec> trials, Leases leases, DoneTrials done)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private LinkedList<TrialSpec> _waiting = new(trials);

    /// <summary>The next claimed trial; null when none is left.</summary>
    public async Task<ClaimedTrial?> NextAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            lock (_gate)
            {
                if (TryClaim() is { } claimed)
                    return claimed;
                if (_waiting.Count == 0)
                    return null;
            }

            await Task.Delay(PollInterval, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return null;
    }

    /// <summary>Hands out nothing more.</summary>
    public void Close()
    {
        lock (_gate)
            _waiting = new LinkedList<TrialSpec>();
    }

    private ClaimedTrial? TryClaim()
    {
        for (var node = _waiting.First; node is not null;)
        {
            var (trial, next) = (node.Value, node.Next);
            if (done.Contains(trial.Id))
            {
                _waiting.Remove(node);
            }
            else if (leases.TryClaim(trial.Id) is { } epoch)
            {
                _waiting.Remove(node);
                return new ClaimedTrial(trial, epoch);
            }

            node = next;
        }

        return null;
    }
}

/// <summary>A trial that this process may run.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Epoch">Epoch of the lease.</param>
internal sealed record ClaimedTrial(TrialSpec Trial, int Epoch);
