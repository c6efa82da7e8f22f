using System.Globalization;
using KdHost.Host.Journal;
using KdHost.Host.Reports.Status;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Planning;

/// <summary>How the trials of a run directory stand, from one look at its files.</summary>
internal sealed class RunStates
{
    private readonly Dictionary<UInt128, (PlannedState State, Guid Build)> _ended = [];
    private readonly Dictionary<UInt128, PlannedState> _begun = [];

    /// <param name="run">The run directory; need not exist.</param>
    /// <param name="now">The time.</param>
    public RunStates(RunDirectory run, DateTimeOffset now)
    {
        foreach (var (id, end) in new DoneTrials(run).Ends())
        {
            if (TryParse(id, out var key))
                _ended[key] = (StateOf(end.State), end.Build);
        }

        var paused = PausedTrials.Read(run);
        var pilots = LivingPilots.Of(run, now, PilotWatch.Patience);
        foreach (var (id, epoch) in LeaseScan.Newest(run))
        {
            if (TryParse(id, out var key) && !_ended.ContainsKey(key))
                _begun[key] = PilotIdentity.TryRead(run.Lease(id, epoch)) is { } holder && pilots.ContainsKey(holder.Id) ? PlannedState.Running : paused.ContainsKey(id) ? PlannedState.Paused : PlannedState.Interrupted;
        }
    }

    /// <summary>Whether no trial has begun, so that nobody need be asked for.</summary>
    public bool IsEmpty => _ended.Count == 0 && _begun.Count == 0;

    /// <summary>How a trial stands, and whether it ended under another build of its plugin.</summary>
    public (PlannedState State, bool IsStale) Of(UInt128 trial, Guid build) =>
        _ended.TryGetValue(trial, out var end) ? (end.State, end.Build != build) : (_begun.GetValueOrDefault(trial), false);

    private static PlannedState StateOf(TrialState state) => state switch
    {
        TrialState.Finished => PlannedState.Finished,
        TrialState.Stopped => PlannedState.Stopped,
        _ => PlannedState.Failed,
    };

    private static bool TryParse(string id, out UInt128 key) => UInt128.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);
}
