using System.Net;
using System.Text.Json.Nodes;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>What a trial is in the store: a run with its name, tags, params and data sets.</summary>
/// <param name="run">The run directory.</param>
/// <param name="entry">The trial.</param>
internal sealed class TrialRun(RunDirectory run, IndexEntry entry)
{
    /// <summary>Whether a param is too long to be kept whole.</summary>
    public bool HasLongParams => entry.Parameters.Any(pair => !TrackingNames.Fits(Text(pair.Value)));

    /// <summary>What the run ended with.</summary>
    public static RunUpdate End(DoneRecord done, DateTimeOffset time) => new()
    {
        Status = done.State switch
        {
            TrialState.Failed => RunStatus.Failed,
            TrialState.Stopped => RunStatus.Killed, // MLflow's word for what was ended from outside
            _ => RunStatus.Finished,
        },
        EndTime = time,
    };

    /// <summary>Tags of a batch.</summary>
    public static List<Tag> Tags(DoneRecord? done, bool hasImages)
    {
        var tags = new List<Tag>();
        if (hasImages)
            tags.Add(new Tag(TrackingNames.LoggedImages, "True"));
        if (done?.State == TrialState.Stopped)
            tags.Add(new Tag("kdhost.stopped_early", "true"));
        if (done?.Failure is { } failure)
            tags.AddRange([TrackingNames.Tag("kdhost.failure", $"{failure.Kind}: {failure.Message}"), TrackingNames.Tag("kdhost.remedy", failure.Remedy)]);
        return tags;
    }

    /// <summary>Records the data sets of a batch; a server that knows none (before MLflow 2.4) does without.</summary>
    public static async Task LogInputsAsync(ITrackingStore store, string runId, IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        var inputs = records.OfType<DatasetRecord>().Select(record => DatasetInputs.Of(record.Use)).ToList();
        if (inputs.Count == 0)
            return;
        try
        {
            await store.LogInputsAsync(runId, inputs, cancellation);
        }
        catch (MlflowException error) when (error.ErrorCode == MlflowErrorCode.NotImplemented || (error.Status == HttpStatusCode.NotFound && error.ErrorCode is null))
        {
            // The data set is a param as well.
        }
    }

    /// <summary>What identifies the run. A trial that was run anew after its end is another run of the store: the first stays as it was.</summary>
    public string Identity(ParentRun parent)
    {
        var shard = Path.GetDirectoryName(run.DoneFile(entry.Id))!;
        var attempt = !Directory.Exists(shard) ? 0 : Directory.EnumerateFiles(shard, $"{entry.Id}.*").Count(file => int.TryParse(Path.GetExtension(file).TrimStart('.'), out _));
        return $"{parent.Token}/{entry.Id}/{attempt}";
    }

    /// <summary>The run to create.</summary>
    /// <param name="parent">The grid's run.</param>
    /// <param name="start">When and where the trial began; null when it ended before it could say so.</param>
    public NewRun New(ParentRun parent, StartRecord? start) => new()
    {
        ExperimentId = parent.ExperimentId,
        Name = TrackingNames.RunName($"{entry.Label} seed={entry.Seed}"),
        StartTime = start is null ? new DateTimeOffset(File.GetLastWriteTimeUtc(run.DoneFile(entry.Id))) : DateTimeOffset.FromUnixTimeMilliseconds(start.Time),
        WantedRunId = ParentRun.WantedId(Identity(parent)),
        Tags =
        [
            new(TrackingNames.Parent, parent.RunId), new(TrackingNames.Trial, entry.Id), new(TrackingNames.Configuration, entry.ConfigurationId),
            new("kdhost.method", entry.Method), new("kdhost.seed", $"{entry.Seed}"),
            new(TrackingNames.Note, GridNote.OfTrial(parent.Record, parent.Method(entry.Method), entry)),
            .. start is null ? (Tag[])[] : [new("kdhost.device", start.Device), new("kdhost.threads", $"{start.Threads}"), new("kdhost.machine", start.Machine)],
            .. parent.SharedTags,
        ],
    };

    /// <summary>Every option, the method and the seed.</summary>
    public List<Param> Params() =>
        [.. entry.Parameters.Select(pair => TrackingNames.Param(pair.Key, Text(pair.Value))), new Param("method", entry.Method), new Param("seed", $"{entry.Seed}")];

    /// <summary>One point of its own for the objective, so that tables, sorting and charts of the UI need no choice of a step.</summary>
    public IEnumerable<Metric> Final(ParentRun parent, DoneRecord? done)
    {
        if (done is not null && done.Metrics.TryGetValue(parent.Objective, out var value))
            yield return new Metric(ParentRun.FinalMetric(parent.Objective), value, EndTime(done).ToUnixTimeMilliseconds(), 0);
    }

    /// <summary>When the trial ended: the same whoever asks.</summary>
    public DateTimeOffset EndTime(DoneRecord done)
    {
        var file = File.Exists(run.DoneFile(entry.Id)) ? run.DoneFile(entry.Id) : $"{run.DoneFile(entry.Id)}.{done.Epoch}";
        return new DateTimeOffset(File.GetLastWriteTimeUtc(file));
    }

    /// <summary>Under which names an artifact goes to the store; weights stay, of which the grid keeps the best.</summary>
    public static IEnumerable<string> ArtifactNames(ArtifactRecord artifact) =>
        BestStudent.IsStudent(artifact.Name) ? []
        : ImageSeriesName.IsImage(artifact.Name) ? ImageSeriesName.Of(artifact)
        : [artifact.Name];

    private static string Text(JsonNode? value) => value?.ToString() ?? "none";
}
