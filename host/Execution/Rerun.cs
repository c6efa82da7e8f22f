using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Execution;

/// <summary>Which ended trials run again: <c>failed</c>, <c>stale</c> (another build of the plugin), <c>all</c>, or the id of one.</summary>
internal static class Rerun
{
    /// <summary>Sets the ends of those trials aside.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="FaultException">The word is none of these, and no trial has such an id.</exception>
    public static int Apply(string which, IReadOnlyList<TrialSpec> trials, DoneTrials done, MethodCatalog methods)
    {
        if (which is not ("failed" or "stale" or "all") && !trials.Any(trial => IsId(which, trial)))
            throw new FaultException(new Fault("there is no such trial") { Key = "--rerun", Found = which, Expected = "failed, stale, all, or the first digits of a trial's id", Fix = "see the ids in the output of kd run" });
        var count = 0;
        foreach (var trial in trials)
        {
            if (done.Find(trial.Id) is not { } end || !Applies(which, trial, end, methods))
                continue;
            done.Reopen(trial.Id, end);
            count++;
        }

        return count;
    }

    /// <summary>Whether a trial ended under another build of its plugin than today's.</summary>
    public static bool IsStale(TrialSpec trial, DoneRecord end, MethodCatalog methods) => end.Build != methods.Get(trial.Method).Build;

    private static bool Applies(string which, TrialSpec trial, DoneRecord end, MethodCatalog methods) => which switch
    {
        "failed" => end.State == TrialState.Failed,
        "stale" => IsStale(trial, end, methods),
        "all" => true,
        _ => IsId(which, trial),
    };

    private static bool IsId(string which, TrialSpec trial) => which.Length >= 4 && trial.Id.StartsWith(which, StringComparison.Ordinal);
}
