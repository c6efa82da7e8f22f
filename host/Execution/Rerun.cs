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
    public static int Apply(string which, IReadOnlyList<TrialSpec> trials, RunDirectory run, MethodCatalog methods)
    {
        var done = new DoneTrials(run);
        var ends = done.Ends();
        if (which is not ("failed" or "stale" or "all") && !trials.Any(trial => IsId(which, trial)))
            throw new FaultException(new Fault("there is no such trial") { Key = "--rerun", Found = which, Expected = "failed, stale, all, or the first digits of a trial's id", Fix = "see the ids in the output of kd run" });
        var count = 0;
        foreach (var trial in trials)
        {
            if (!ends.TryGetValue(trial.Id, out var end) || !Applies(which, trial, end, methods))
                continue;
            if (end.State != TrialState.Failed || IsStale(trial, end.Build, methods))
                ForgetCheckpoints(run.Trial(trial.Id)); // it starts anew: what another build computed must not leak into the result
            done.Reopen(trial.Id, end.Epoch);
            count++;
        }

        return count;
    }

    /// <summary>Whether a trial ended under another build of its plugin than today's.</summary>
    public static bool IsStale(TrialSpec trial, Guid build, MethodCatalog methods) => build != methods.Get(trial.Method).Build;

    private static bool Applies(string which, TrialSpec trial, TrialEnd end, MethodCatalog methods) => which switch
    {
        "failed" => end.State == TrialState.Failed,
        "stale" => IsStale(trial, end.Build, methods),
        "all" => true,
        _ => IsId(which, trial),
    };

    private static void ForgetCheckpoints(TrialFolder trial)
    {
        foreach (var folder in trial.Epochs().Select(trial.Checkpoints).Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private static bool IsId(string which, TrialSpec trial) => which.Length >= 4 && trial.Id.StartsWith(which, StringComparison.Ordinal);
}
