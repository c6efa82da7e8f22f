using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;
using KdHost.Host.Tracking;

namespace KdHost.Host.Tests.Tracking;

/// <summary>A run directory whose trials were written by hand: what workers would leave, without the work.</summary>
internal sealed class DiskGrid : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="seeds">Seeds of the only configuration.</param>
    /// <param name="more">More keys of the declaration, each with a comma before it.</param>
    public DiskGrid(int seeds = 2, string more = "")
    {
        var file = _folder.Write("grid.json", $$"""{ "name": "grid", "method": "vanilla-kd", "grid": { "temperature": [1] }, "seeds": {{seeds}}, "objective": { "metric": "val/acc" }{{more}} }""");
        var experiment = ExperimentReader.Read(file, []);
        var trials = TrialExpander.Expand(experiment, Catalog.Methods).ToList();
        Run = RunDirectory.Of(experiment, Path.Combine(_folder.Path, "runs"));
        Run.Create();
        new TrialIndex(Run).Add(trials);
        RunRecord.Write(Run, experiment, trials);
        RunLock.Write(Run, Catalog.Methods.Methods, "cpu", 1);
        Trials = [.. trials.Select(trial => trial.Id)];
    }

    public RunDirectory Run { get; }

    public IReadOnlyList<string> Trials { get; }

    public TrackingAddress LocalStore => TrackingAddress.Of(null, Path.GetDirectoryName(Run.Path)!);

    /// <summary>Values of a metric over steps.</summary>
    public static IEnumerable<MetricRecord> Curve(string name, int steps, long time = 1_764_000_000_000, int from = 0) =>
        Enumerable.Range(from, steps).Select(step => new MetricRecord(name, 1.0 / (step + 1), step) { Time = time + step });

    /// <summary>Writes a journal under an epoch.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="records">What follows the start.</param>
    /// <param name="epoch">Epoch of the lease.</param>
    /// <param name="from">What it goes on from.</param>
    /// <returns>Length of the journal.</returns>
    public long Write(string trial, IEnumerable<JournalRecord> records, int epoch = 1, JournalPosition? from = null)
    {
        var folder = Run.Trial(trial);
        Directory.CreateDirectory(folder.Epoch(epoch));
        var start = new StartRecord(epoch, from, "machine", "cpu", 1) { Time = 1_764_000_000_000 };
        var bytes = Tests.Journal.Records.Bytes([start, .. records]);
        using var file = new FileStream(folder.Journal(epoch), FileMode.Append);
        file.Write(bytes);
        return file.Length;
    }

    /// <summary>Adds to a journal.</summary>
    public void Append(string trial, IEnumerable<JournalRecord> records, int epoch = 1)
    {
        using var file = new FileStream(Run.Trial(trial).Journal(epoch), FileMode.Append);
        file.Write(Tests.Journal.Records.Bytes(records));
    }

    /// <summary>Ends a trial.</summary>
    public void End(string trial, int epoch = 1, Failure? failure = null)
    {
        var metrics = JournalReader.Read(Run.Trial(trial), epoch).OfType<MetricRecord>().GroupBy(metric => metric.Name).ToDictionary(group => group.Key, group => group.Last().Value);
        if (File.Exists(Run.Trial(trial).Journal(epoch)))
            Append(trial, [new EndRecord(failure is null ? TrialState.Finished : TrialState.Failed, failure) { Time = 1_764_000_900_000 }], epoch);
        new DoneTrials(Run).TryAdd(trial, new DoneRecord(failure is null ? TrialState.Finished : TrialState.Failed, epoch, failure, Guid.Empty, metrics));
    }

    /// <summary>An artifact with its file.</summary>
    public ArtifactRecord Artifact(string trial, string name, string content)
    {
        var path = Path.Combine(Run.Trial(trial).Artifacts(1), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return new ArtifactRecord(name, $"1/artifacts/{name}", content.Length, new string('a', 64)) { Time = 1_764_000_000_500 };
    }

    public void Dispose() => _folder.Dispose();
}
