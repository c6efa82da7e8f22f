using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution.Stopping;

/// <summary>Pauses a trial at a rung unless it is among the best there so far.</summary>
internal sealed class AshaWatch(StoppingSettings settings, RungFiles rungs, string trial, long seed) : StoppingWatch(settings.Metric)
{
    private readonly IEnumerator<long> _rungs = settings.Rungs().GetEnumerator();
    private readonly IEnumerator<long> _recalled = settings.Rungs().GetEnumerator();
    private bool _hasRung, _hasRecalled;

    // A kill may have come between the point and the record of its rung.
    public override void Recall(long step, double value)
    {
        for (; (_hasRecalled || (_hasRecalled = _recalled.MoveNext())) && _recalled.Current <= step; _hasRecalled = false)
            rungs.Record(seed, _recalled.Current, trial, value);
    }

    public override void Observe(long step, double value)
    {
        if (Verdict != StoppingVerdict.GoOn)
            return; // a step or two may pass before the trial heeds it
        while ((_hasRung || (_hasRung = _rungs.MoveNext())) && _rungs.Current <= step)
        {
            if (!GoesOn(_rungs.Current, value))
            {
                (Verdict, Step) = (StoppingVerdict.Pause, _rungs.Current);
                return;
            }

            _hasRung = false;
        }
    }

    private bool GoesOn(long rung, double value)
    {
        rungs.Record(seed, rung, trial, value); // a rung that an earlier attempt reached keeps the value of then
        var entries = rungs.Read(seed, rung);
        if (entries.First(entry => entry.Trial == trial).IsPromoted)
            return true;
        if (!Asha.Top(entries, settings.ReductionFactor, settings.Maximize).Any(entry => entry.Trial == trial))
            return false;
        rungs.TryPromote(seed, rung, trial);
        return true;
    }
}
