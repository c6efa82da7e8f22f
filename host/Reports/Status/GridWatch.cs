using KdHost.Host.Journal;
using KdHost.Host.Reports.Failures;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Status;

/// <summary>Looks at a run directory from outside, as often as wanted, also while others write it. It writes nothing.</summary>
/// <param name="run">The run directory.</param>
/// <param name="clock">Source of time.</param>
internal sealed class GridWatch(RunDirectory run, TimeProvider clock)
{
    // The rate is that of the latest trials, so that a slow beginning or an earlier run doesn't spoil it.
    private const int RateWindow = 200;

    private readonly DoneScan _done = new(run);
    private Dictionary<string, IndexEntry> _entries = [];

    /// <summary>How the grid stands now.</summary>
    public GridStatus Look()
    {
        var now = clock.GetUtcNow();
        var record = RunRecord.TryRead(run)!;
        if (!record.Trials.All(_entries.ContainsKey))
            _entries = new TrialIndex(run).Read().DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id);
        var pilots = LivingPilots.Of(run, now, PilotWatch.Patience);
        var ends = _done.Look();
        var leases = LeaseScan.Newest(run);
        var open = record.Trials.Where(id => !ends.ContainsKey(id)).ToList();
        var running = open.Select(id => (Id: id, Epoch: leases.GetValueOrDefault(id))).Where(claim => claim.Epoch > 0 && !File.Exists(run.ReleasedLease(claim.Id, claim.Epoch)))
            .Select(claim => (claim.Id, claim.Epoch, Holder: PilotIdentity.TryRead(run.Lease(claim.Id, claim.Epoch))))
            .Where(claim => claim.Holder is not null && pilots.ContainsKey(claim.Holder.Id))
            .Select(claim => Running(_entries[claim.Id], claim.Epoch, claim.Holder!))
            .ToList();
        var held = running.Select(trial => trial.Id).ToHashSet();
        var pausedTrials = PausedTrials.Read(run);
        var paused = open.Count(id => pausedTrials.ContainsKey(id) && !held.Contains(id));
        var waiting = open.Where(id => !held.Contains(id) && !pausedTrials.ContainsKey(id)).ToList();
        var ended = record.Trials.Where(ends.ContainsKey).Select(id => (Entry: _entries[id], End: ends[id])).ToList();
        var rate = Rate([.. ended.Select(trial => trial.End.Time)], pilots.Values, now);
        return new GridStatus
        {
            Directory = run.Path,
            Name = record.Name,
            Time = now,
            Trials = new TrialCounts(
                record.Trials.Count,
                ended.Count(trial => trial.End.Record.State == TrialState.Finished),
                ended.Count(trial => trial.End.Record.State == TrialState.Failed),
                ended.Count(trial => trial.End.Record.State == TrialState.Stopped),
                paused,
                running.Count,
                waiting.Count(leases.ContainsKey),
                waiting.Count),
            Running = running,
            Pilots = pilots.Count,
            TrialsPerHour = rate,
            EstimatedEnd = rate is { } perHour && waiting.Count + running.Count > 0 ? now + TimeSpan.FromHours((waiting.Count + running.Count) / perHour) : null,
            LastEnd = ended.Count > 0 ? ended.Max(trial => trial.End.Time) : null,
            Command = record.Command,
            Failures = FailureGroup.Of(ended.Select(trial => new TrialResult(trial.Entry.Name, trial.End.Record))),
        };
    }

    private static double? Rate(IReadOnlyList<DateTime> ends, IReadOnlyCollection<LivingPilot> pilots, DateTimeOffset now)
    {
        if (pilots.Count == 0)
            return null;
        var begin = pilots.Min(pilot => pilot.Since);
        var latest = ends.Where(end => end > begin.UtcDateTime).OrderDescending().Take(RateWindow + 1).ToList();
        if (latest.Count > RateWindow)
            begin = latest[^1];
        var count = Math.Min(latest.Count, RateWindow);
        return count == 0 || now <= begin ? null : count / (now - begin).TotalHours;
    }

    private RunningTrial Running(IndexEntry entry, int epoch, PilotIdentity holder)
    {
        var records = JournalReader.Read(run.Trial(entry.Id), epoch).ToList();
        var start = records.OfType<StartRecord>().LastOrDefault(start => start.Epoch == epoch);
        var metrics = new Dictionary<string, double>();
        long? step = null;
        foreach (var metric in records.OfType<MetricRecord>())
        {
            metrics[metric.Name] = metric.Value;
            step = MachineMetrics.Contains(metric.Name) ? step : metric.Step;
        }

        return new RunningTrial(
            entry.Id, entry.Label, entry.Seed, epoch, holder.Machine, start?.Device, start is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(start.Time), step, metrics);
    }
}
