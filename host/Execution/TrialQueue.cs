using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution;

/// <summary>
/// Hands out claimed trials one by one: paused ones that may go on before new ones, those in order, and last those that another pilot held and
/// gave up. It ends when nothing is left that anybody could still claim.
/// </summary>
/// <param name="trials">The trials in order; looked at only as they are needed.</param>
/// <param name="leases">Claims.</param>
/// <param name="done">Ended trials.</param>
/// <param name="promotions">Paused trials; null when no rule pauses any.</param>
internal sealed class TrialQueue(IEnumerable<TrialSpec> trials, Leases leases, DoneTrials done, IPromotions? promotions = null) : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IEnumerator<TrialSpec> _new = trials.GetEnumerator();
    private readonly LinkedList<TrialSpec> _held = [];
    private readonly Dictionary<string, TrialSpec> _paused = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _running;

    /// <summary>How many trials are paused and may not go on.</summary>
    public int Paused => _paused.Count;

    /// <summary>The next claimed trial; null when none is left. Each one must be given to <see cref="Return"/> later.</summary>
    public async Task<ClaimedTrial?> NextAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Task changed;
            lock (_gate)
            {
                if (TryNext() is { } claimed)
                    return claimed;

                // A trial that still runs may yet promote a paused one.
                if (_held.Count == 0 && (_running == 0 || promotions is null))
                    return null;
                changed = _changed.Task;
            }

            await Task.WhenAny(changed, Task.Delay(PollInterval, cancellation));
        }

        return null;
    }

    /// <summary>The next claimed trial, if there is one at once.</summary>
    public ClaimedTrial? TryNext()
    {
        lock (_gate)
        {
            var claimed = TryClaim();
            _running += claimed is null ? 0 : 1;
            return claimed;
        }
    }

    /// <summary>Says that a claimed trial runs no more.</summary>
    /// <param name="claimed">The trial, with the epoch that it came to.</param>
    /// <param name="outcome">What became of it.</param>
    public void Return(ClaimedTrial claimed, TrialOutcome outcome)
    {
        if (outcome != TrialOutcome.Ended)
            leases.Release(claimed.Trial.Id, claimed.Epoch);
        lock (_gate)
        {
            _running--;
            if (outcome == TrialOutcome.Paused)
                _paused[claimed.Trial.Id] = claimed.Trial;
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _new.Dispose();

    private ClaimedTrial? TryClaim()
    {
        if (promotions is not null && TryPromote(promotions) is { } promoted)
            return promoted;
        while (_new.MoveNext())
        {
            var trial = _new.Current;
            if (IsOver(trial))
                continue;
            if (TryClaim(trial) is { } claimed)
                return claimed;
            _held.AddLast(trial);
        }

        for (var node = _held.First; node is not null;)
        {
            var (trial, next) = (node.Value, node.Next);
            var claimed = IsOver(trial) ? null : TryClaim(trial);
            if (claimed is not null || IsOver(trial))
                _held.Remove(node);
            if (claimed is not null)
                return claimed;
            node = next;
        }

        return null;
    }

    // Done, or paused; a paused one is kept for its promotion.
    private bool IsOver(TrialSpec trial)
    {
        if (done.Contains(trial.Id))
            return true;
        if (promotions?.IsPaused(trial) != true)
            return false;
        _paused[trial.Id] = trial;
        return true;
    }

    private ClaimedTrial? TryPromote(IPromotions promotions)
    {
        promotions.Refresh();
        for (var node = _held.First; node is not null;)
        {
            var (trial, next) = (node.Value, node.Next);
            if (IsOver(trial))
                _held.Remove(node);
            node = next;
        }

        foreach (var trial in promotions.Promotable(_paused.Values))
        {
            _paused.Remove(trial.Id);
            if (TryClaim(trial) is not { } claimed)
            {
                if (!done.Contains(trial.Id))
                    _held.AddLast(trial); // another pilot was first
            }
            else if (promotions.TryPromote(trial))
            {
                return claimed;
            }
            else
            {
                leases.Release(trial.Id, claimed.Epoch); // it was promoted meanwhile, and may be paused at a higher rung
                _held.AddLast(trial);
            }
        }

        return null;
    }

    private ClaimedTrial? TryClaim(TrialSpec trial)
    {
        // The second look: its holder may have ended it, and itself, since the first.
        return leases.TryClaim(trial.Id) is { } epoch && !done.Contains(trial.Id) ? new ClaimedTrial(trial, epoch) : null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A trial that this process may run.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Epoch">Epoch of the lease.</param>
internal sealed record ClaimedTrial(TrialSpec Trial, int Epoch);

/// <summary>What became of a claimed trial.</summary>
internal enum TrialOutcome
{
    /// <summary>Its end is recorded, or somebody else has it.</summary>
    Ended,

    /// <summary>It was stopped on request.</summary>
    Released,

    /// <summary>The stopping rule paused it.</summary>
    Paused,
}

/// <summary>Trials that a stopping rule paused, and which of them may go on.</summary>
internal interface IPromotions
{
    /// <summary>Looks at the run directory again.</summary>
    void Refresh();

    /// <summary>Whether a trial is paused, as of the last look.</summary>
    bool IsPaused(TrialSpec trial);

    /// <summary>Those of some paused trials that may go on, the first one first.</summary>
    IReadOnlyList<TrialSpec> Promotable(IEnumerable<TrialSpec> paused);

    /// <summary>Lets a claimed trial go on.</summary>
    /// <returns>False when it was let on before.</returns>
    bool TryPromote(TrialSpec trial);
}
