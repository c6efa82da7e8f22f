using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Studies;

namespace KdHost.Host.Reports.Studies;

/// <summary>What the study of a grid says.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Missing">How many declared trials it could not rest on.</param>
/// <param name="Parts">What it says.</param>
internal sealed record Study(string Title, int Missing, IReadOnlyList<StudyPart> Parts)
{
    private const string FiguresFolder = "figures";

    /// <summary>The claims that were checked.</summary>
    public IEnumerable<StudyCheck> Checks => Parts.OfType<StudyCheck>();

    /// <summary>Concludes. What a study throws becomes a sentence of it: no result depends on it.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="results">The results.</param>
    /// <param name="studies">The installed studies by name.</param>
    /// <returns>Null when the experiment names no study.</returns>
    public static Study? Of(RunDirectory run, GridResults results, IReadOnlyDictionary<string, StudyEntry> studies)
    {
        if (results.Record.Study is not { } name)
            return null;
        if (!studies.TryGetValue(name, out var entry))
            return new Study(name, 0, [new StudyText($"No installed plugin has the study {name}; kd methods lists the plugins.")]);
        var finished = results.Configurations.SelectMany(configuration => configuration.Trials.Where(trial => trial.Done?.State == TrialState.Finished).Select(trial => Trial(run, configuration, trial))).ToList();
        var missing = results.Record.Trials.Count - finished.Count;
        var report = new StudyReport(Path.Combine(run.Report, FiguresFolder));
        try
        {
            entry.Study.Conclude(new StudyResults(results.Record.Name, finished, missing), report);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            report.Undecided("the study concludes", $"it failed: {error.Message}");
        }

        return new Study(entry.Attribute.Title, missing, report.Parts);
    }

    private static StudyTrial Trial(RunDirectory run, Configuration configuration, TrialResult trial)
    {
        var folder = run.Trial(trial.Entry.Id);
        return new StudyTrial(trial.Entry.Id, trial.Entry.Method, trial.Entry.Seed, configuration.Parameters, trial.Done!.Metrics)
        {
            Curves = metric => [.. JournalReader.Read(folder, trial.Done.Epoch).OfType<MetricRecord>().Where(record => record.Name == metric).Select(record => new StudyPoint(record.Step, record.Value)).OrderBy(point => point.Step)],
            Artifacts = name => Find(Path.GetFullPath(folder.Artifacts(trial.Done.Epoch)), name),
        };
    }

    private static string? Find(string artifacts, string name)
    {
        var path = Path.GetFullPath(Path.Combine(artifacts, name));
        return path.StartsWith(artifacts + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path) ? path : null;
    }
}
