using System.Text.RegularExpressions;
using KdHost.Host.Journal;
using KdHost.Host.Reports.Status;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Cleaning;

/// <summary>What of one run directory can be deleted. Results never are: journals, artifacts, logs, ends of trials and reports stay.</summary>
/// <param name="Run">The run directory.</param>
/// <param name="Items">What can be deleted.</param>
/// <param name="IsInUse">Whether a process works on it; then nothing is.</param>
internal sealed partial record CleanPlan(RunDirectory Run, IReadOnlyList<Leftover> Items, bool IsInUse)
{
    // Of another machine nothing but the heartbeat tells; a day without one is taken for death. What is younger than an hour may be in the making.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1), Making = TimeSpan.FromHours(1);

    /// <summary>Looks at a run directory.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="checkpoints">Whether the last checkpoints of finished trials go as well.</param>
    /// <param name="now">The time.</param>
    public static CleanPlan Of(RunDirectory run, bool checkpoints, DateTimeOffset now)
    {
        if (IsUsed(run, now))
            return new CleanPlan(run, [], IsInUse: true);
        var (tree, done) = (new SafeTree(run.Path), new DoneTrials(run));
        return new CleanPlan(run, [.. Checkpoints(run, tree, done, checkpoints), .. Cache(run, tree, done), .. Temporary(run, tree, now)], IsInUse: false);
    }

    /// <summary>A run directory as a whole.</summary>
    public static CleanPlan Whole(RunDirectory run, DateTimeOffset now) =>
        new(run, IsUsed(run, now) ? [] : [new Leftover(LeftoverKind.Run, run.Path, new SafeTree(run.Path).Size(run.Path))], IsUsed(run, now));

    /// <summary>When anything in a run directory changed last.</summary>
    public static DateTime LastChange(RunDirectory run) => new SafeTree(run.Path).Everything(run.Path).Select(item => item.LastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();

    /// <summary>Deletes it all, unless a process has begun to work on the run directory meanwhile.</summary>
    /// <returns>The bytes freed.</returns>
    public long Delete(DateTimeOffset now)
    {
        if (IsUsed(Run, now))
            return 0;
        var tree = new SafeTree(Run.Path);
        return Items.Where(item => tree.Delete(item.Path)).Sum(item => item.Bytes);
    }

    private static bool IsUsed(RunDirectory run, DateTimeOffset now) => LivingPilots.Of(run, now, Patience).Count > 0;

    private static IEnumerable<Leftover> Checkpoints(RunDirectory run, SafeTree tree, DoneTrials done, bool last)
    {
        foreach (var entry in new TrialIndex(run).Read().DistinctBy(entry => entry.Id))
        {
            if (done.Find(entry.Id) is not { State: TrialState.Finished })
                continue;
            var folder = run.Trial(entry.Id);
            var all = folder.Epochs()
                .SelectMany(epoch => tree.Folders(folder.Checkpoints(epoch)).Where(path => int.TryParse(Path.GetFileName(path), out _)).OrderByDescending(path => int.Parse(Path.GetFileName(path), null)))
                .ToList();
            foreach (var (i, path) in all.Index())
            {
                if (i > 0 || last)
                    yield return new Leftover(i > 0 ? LeftoverKind.SupersededCheckpoint : LeftoverKind.LastCheckpoint, path, tree.Size(path));
            }
        }
    }

    // While a trial is still to run, what it will want can't be told from outside.
    private static IEnumerable<Leftover> Cache(RunDirectory run, SafeTree tree, DoneTrials done) =>
        RunRecord.TryRead(run) is { } record && record.Trials.All(done.Contains)
            ? tree.Folders(run.Cache).SelectMany(tree.Folders).Select(path => new Leftover(LeftoverKind.Cache, path, tree.Size(path))) : [];

    private static IEnumerable<Leftover> Temporary(RunDirectory run, SafeTree tree, DateTimeOffset now)
    {
        var found = tree.Everything(run.Path)
            .Where(item => item.LastWriteTimeUtc < now - Making && (item is FileInfo ? TemporaryFile().IsMatch(item.Name) : TemporaryFolder().IsMatch(item.Name)))
            .Select(item => item.FullName)
            .ToList();
        return found.Where(path => !found.Any(other => path.StartsWith(other + Path.DirectorySeparatorChar, StringComparison.Ordinal))).Select(path => new Leftover(LeftoverKind.Temporary, path, tree.Size(path)));
    }

    [GeneratedRegex("""^(.+\.[0-9a-f]{32}\.tmp|\.write-[0-9a-f]{32}|\.[0-9a-f]{32}(\.[^.]+)?)$""")]
    private static partial Regex TemporaryFile();

    [GeneratedRegex("""^\d+\.[0-9a-f]{32}$""")]
    private static partial Regex TemporaryFolder();
}
