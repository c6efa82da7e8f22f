using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Failures;

/// <summary>Trials that failed alike.</summary>
/// <param name="Kind">Class of the failure.</param>
/// <param name="Signature">What their messages have in common.</param>
/// <param name="Message">The message of the first of them.</param>
/// <param name="Remedy">What the user can do.</param>
/// <param name="Trials">The trials, at least one, in the order declared.</param>
internal sealed record FailureGroup(FailureKind Kind, string Signature, string Message, string Remedy, IReadOnlyList<TrialResult> Trials)
{
    private const int TailBytes = 16 << 10, TailLines = 12;

    /// <summary>Groups failed trials, the largest group first.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<TrialResult> trials) =>
        [.. trials
            .Where(trial => trial.Done is { State: TrialState.Failed, Failure: not null })
            .GroupBy(trial => (trial.Done!.Failure!.Kind, Signature: FailureSignature.Of(trial.Done.Failure.Message)))
            .Select(group => new FailureGroup(group.Key.Kind, group.Key.Signature, group.First().Done!.Failure!.Message, group.First().Done!.Failure!.Remedy, [.. group]))
            .OrderByDescending(group => group.Trials.Count)];

    /// <summary>The last lines of the log of the first trial; empty where it has none.</summary>
    public IReadOnlyList<string> LastLines(RunDirectory run)
    {
        var path = run.Trial(Trials[0].Entry.Id).Log(Trials[0].Done!.Epoch);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var isTail = file.Length > TailBytes;
            if (isTail)
                file.Seek(-TailBytes, SeekOrigin.End);
            using var reader = new StreamReader(file);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).Skip(isTail ? 1 : 0).ToList();
            return lines.Count > TailLines ? lines[^TailLines..] : lines;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
