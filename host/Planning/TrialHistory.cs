using System.Text.Json.Nodes;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Planning;

/// <summary>How long trials took, from the journals of those that finished, here and in the other run directories.</summary>
/// <param name="own">The run directory of the experiment.</param>
/// <param name="runs">The folder of all run directories.</param>
internal sealed class TrialHistory(RunDirectory own, string runs)
{
    private const int MostDirectories = 20, MostTrials = 2000, MostJournals = 20;

    /// <summary>Estimates the time of the trials that are to run.</summary>
    /// <param name="open">What is to run, by method.</param>
    /// <param name="slots">How many trials run at a time; 0 when that is not known.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public Estimate? Estimate(IReadOnlyList<OpenTrials> open, int slots)
    {
        var methods = open.Select(Of).ToList();
        if (!methods.Any(method => method is not null))
            return null;
        var parallel = (int)Math.Clamp(open.Sum(method => method.Trials), 1, Math.Max(1, slots));
        return new Estimate(
            TimeSpan.FromSeconds(methods.OfType<MethodEstimate>().Sum(method => method.Each.TotalSeconds * method.Trials) / parallel),
            parallel,
            [.. methods.OfType<MethodEstimate>()],
            open.Zip(methods).Where(pair => pair.Second is null).Sum(pair => pair.First.Trials));
    }

    /// <summary>How long one trial took, without the time in which nobody ran it; null when its journal does not say.</summary>
    public static TimeSpan? Duration(RunDirectory run, string trial, int epoch)
    {
        var (total, begin, last) = (0L, (long?)null, 0L);
        foreach (var record in JournalReader.Read(run.Trial(trial), epoch))
        {
            if (record is StartRecord)
            {
                total += begin is { } earlier ? last - earlier : 0;
                begin = record.Time;
            }

            last = record.Time;
        }

        return begin is { } start && total + last - start is var milliseconds and >= 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    private MethodEstimate? Of(OpenTrials open)
    {
        var wanted = open.Next.ToDictionary(pair => pair.Key, pair => pair.Value?.ToJsonString());
        var nearest = Directories()
            .SelectMany(run => Finished(run, open.Method).Select(trial => (Run: run, trial.Entry, trial.End, Differing: Differing(wanted, trial.Entry.Parameters))))
            .GroupBy(trial => trial.Differing.Count)
            .MinBy(group => group.Key);
        var like = (nearest ?? Enumerable.Empty<(RunDirectory Run, IndexEntry Entry, DoneRecord End, List<string> Differing)>())
            .Take(MostJournals)
            .Select(trial => (trial.Run, trial.Differing, Time: Duration(trial.Run, trial.Entry.Id, trial.End.Epoch)))
            .Where(trial => trial.Time is not null)
            .ToList();
        return like.Count == 0 ? null : new MethodEstimate(
            open.Method,
            open.Trials,
            TimeSpan.FromSeconds(like.Average(trial => trial.Time!.Value.TotalSeconds)),
            like.Count,
            [.. like.Select(trial => Path.GetFileName(trial.Run.Path)).Distinct()],
            [.. like.SelectMany(trial => trial.Differing).Distinct().Order(StringComparer.Ordinal)]);
    }

    private IEnumerable<RunDirectory> Directories() => new[] { own }.Concat(
        new DirectoryInfo(runs) is { Exists: true } folder
            ? folder.EnumerateDirectories().Where(directory => directory.FullName != own.Path).OrderByDescending(directory => directory.LastWriteTimeUtc).Take(MostDirectories).Select(directory => new RunDirectory(directory.FullName))
            : []);

    private static IEnumerable<(IndexEntry Entry, DoneRecord End)> Finished(RunDirectory run, string method)
    {
        var done = new DoneTrials(run);
        return new TrialIndex(run).Read().Take(MostTrials)
            .Where(entry => entry.Method == method)
            .Select(entry => (entry, done.Find(entry.Id)))
            .Where(trial => trial.Item2?.State == TrialState.Finished)
            .Select(trial => (trial.entry, trial.Item2!));
    }

    private static List<string> Differing(Dictionary<string, string?> wanted, JsonObject parameters) =>
        [.. wanted.Where(pair => pair.Value != parameters[pair.Key]?.ToJsonString()).Select(pair => pair.Key)];
}
