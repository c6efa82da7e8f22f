using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution.Stopping;

/// <summary>
/// The pilot's side of <see cref="Asha"/>: a free slot goes to the best paused trial that may go on, on the highest rung first, before any new
/// trial. The mark that a trial went on is made only by who holds its lease, so that two pilots never promote one trial twice.
/// </summary>
internal sealed class AshaPromotions(StoppingSettings settings, RungFiles rungs) : IPromotions
{
    private Dictionary<string, long> _paused = [];

    /// <inheritdoc/>
    public void Refresh()
    {
        var paused = new Dictionary<string, long>(StringComparer.Ordinal);
        PausedTrials.Collect(rungs, paused);
        _paused = paused;
    }

    /// <inheritdoc/>
    public bool IsPaused(TrialSpec trial) => _paused.ContainsKey(trial.Id);

    /// <inheritdoc/>
    public IReadOnlyList<TrialSpec> Promotable(IEnumerable<TrialSpec> paused)
    {
        var here = paused.Where(IsPaused).ToDictionary(trial => trial.Id);
        var order = here.Values
            .Select(trial => (trial.Seed, Step: _paused[trial.Id]))
            .Distinct()
            .OrderByDescending(rung => rung.Step)
            .ThenBy(rung => rung.Seed)
            .SelectMany(rung => Asha.Top(rungs.Read(rung.Seed, rung.Step), settings.ReductionFactor, settings.Maximize).Where(entry => !entry.IsPromoted).Select(entry => (entry.Trial, rung.Step)));
        return [.. order.Where(entry => here.ContainsKey(entry.Trial) && _paused[entry.Trial] == entry.Step).Select(entry => here[entry.Trial])];
    }

    /// <inheritdoc/>
    public bool TryPromote(TrialSpec trial) => rungs.TryPromote(trial.Seed, _paused[trial.Id], trial.Id);
}
