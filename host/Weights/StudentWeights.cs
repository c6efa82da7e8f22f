using System.Globalization;
using System.Text.Json.Nodes;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Training;

namespace KdHost.Host.Weights;

/// <summary>A weight file of a run directory, and what is known of it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Info">What the exported file shall say of itself.</param>
internal sealed record FoundWeights(string Path, WeightInfo Info);

/// <summary>Finds the students that trials kept among their artifacts.</summary>
internal static class StudentWeights
{
    /// <summary>The student of a trial, or of the best one by the objective.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="trial">Id of a trial, or its beginning; null for the best.</param>
    /// <exception cref="FaultException">There is no such trial, or it kept no student.</exception>
    public static FoundWeights Find(RunDirectory run, string? trial)
    {
        var record = RunRecord.TryRead(run)!;
        var done = new DoneTrials(run);
        var kept = record.Trials
            .Where(id => trial is null || id.StartsWith(trial, StringComparison.Ordinal))
            .Select(id => (id, end: done.Find(id)))
            .Where(pair => pair.end is not null && File.Exists(FileOf(run, pair.id, pair.end.Epoch)))
            .ToList();
        if (trial is not null && kept.Count > 1)
            throw new FaultException(new Fault("this beginning of a trial's id is not unique") { File = run.Path, Found = trial, Expected = "one trial", Fix = $"write more of it: {string.Join(", ", kept.Take(8).Select(pair => pair.id))}" });
        if (kept.Count == 0)
            throw new FaultException(Nothing(run, record, trial));
        double Value(DoneRecord end) => end.Metrics.TryGetValue(record.Objective.Metric, out var value) && double.IsFinite(value) ? (record.Objective.Maximize ? value : -value) : double.NegativeInfinity;
        var (best, ended) = kept.MaxBy(pair => Value(pair.end!));
        return new FoundWeights(FileOf(run, best, ended!.Epoch), Info(run, best, ended));
    }

    private static string FileOf(RunDirectory run, string trial, int epoch) => Path.Combine(run.Trial(trial).Artifacts(epoch), Students.WeightsFile);

    private static Fault Nothing(RunDirectory run, RunRecord record, string? trial) => trial is not null && !record.Trials.Any(id => id.StartsWith(trial, StringComparison.Ordinal))
        ? new Fault("there is no such trial") { File = run.Path, Found = trial, Expected = "the id of a trial, or its beginning", Fix = $"kd status {Path.GetFileName(run.Path)} lists the trials" }
        : new Fault("no student was kept") { File = run.Path, Found = "no finished trial with student weights among its artifacts", Expected = Students.WeightsFile, Fix = "let the trial finish; its method must keep the student with Students.Save" };

    private static WeightInfo Info(RunDirectory run, string trial, DoneRecord end)
    {
        var file = Path.Combine(run.Trial(trial).Artifacts(end.Epoch), Students.ConfigFile);
        var config = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
        var notes = new Dictionary<string, string> { ["run"] = Path.GetFileName(run.Path), ["trial"] = trial };
        foreach (var (key, node) in new[] { ("dataset", config?["dataset"]), ("seed", config?["seed"]) })
        {
            if (node is not null)
                notes[key] = node.ToString();
        }

        foreach (var (metric, value) in end.Metrics.Where(pair => pair.Key.StartsWith("test/", StringComparison.Ordinal)))
            notes[metric] = value.ToString("R", CultureInfo.InvariantCulture);
        return new WeightInfo
        {
            Model = config?["model"]?.ToString(),
            Classes = config?["classes"]?.GetValue<int>(),
            Input = config?["shape"] is JsonArray { Count: 3 } shape ? new ImageShape(shape[0]!.GetValue<int>(), shape[1]!.GetValue<int>(), shape[2]!.GetValue<int>()) : null,
            Notes = notes,
        };
    }
}
