using System.Text.Json.Nodes;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>
/// Carries one trial's journal to a run of the store. Only records before a checkpoint or the end are carried: what comes after may be
/// taken back by a kill and is logged again by whoever continues. The cursor tag in the same batch makes a resend safe.
/// </summary>
/// <param name="run">The run directory.</param>
/// <param name="store">The store.</param>
/// <param name="entry">The trial.</param>
internal sealed class TrialShipper(RunDirectory run, ITrackingStore store, IndexEntry entry)
{
    private RunCursor? _cursor;
    private (int Epoch, long Length) _seen;

    /// <summary>Whether all of a finished trial is in the store.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Id of the run in the store; null before anything was shipped.</summary>
    public string? RunId => _cursor?.RunId;

    /// <summary>Ships what is new.</summary>
    /// <param name="parent">The grid's run.</param>
    /// <param name="done">How the trial ended; null while it has not.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="MlflowException">The store did not take it; a later call goes on from there.</exception>
    public async Task ShipAsync(ParentRun parent, DoneRecord? done, CancellationToken cancellation)
    {
        var folder = run.Trial(entry.Id);
        var epoch = done?.Epoch ?? folder.Epochs().FirstOrDefault();
        var journal = new FileInfo(folder.Journal(epoch));
        if (IsComplete || epoch == 0 || !journal.Exists || (done is null && _seen == (epoch, journal.Length)))
            return;
        _seen = (epoch, journal.Length);
        var records = JournalReader.Read(folder, epoch).ToList();
        var final = done is null ? records.FindLastIndex(record => record is CheckpointRecord) : records.Count;
        if (final <= 0)
            return;

        _cursor ??= await OpenAsync(parent, records.OfType<StartRecord>().First(), cancellation);
        if (final > _cursor.Position)
            await SendAsync(records[(int)_cursor.Position..final], final, parent, done, cancellation);
        if (done is null)
            return;
        var ended = records.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(records[^1].Time) : DateTimeOffset.UtcNow;
        await store.UpdateRunAsync(_cursor.RunId, new RunUpdate { Status = done.State == TrialState.Finished ? RunStatus.Finished : RunStatus.Failed, EndTime = ended }, cancellation);
        IsComplete = true;
    }

    private async Task SendAsync(List<JournalRecord> records, long position, ParentRun parent, DoneRecord? done, CancellationToken cancellation)
    {
        foreach (var artifact in records.OfType<ArtifactRecord>())
            await store.UploadArtifactAsync(_cursor!.RunId, artifact.Name, Path.Combine(run.Trial(entry.Id).Path, artifact.Path), cancellation);
        var batch = new RunBatch
        {
            Params = _cursor!.Position == 0 ? Params() : [],
            Metrics = [.. records.OfType<MetricRecord>().Select(metric => new Metric(metric.Name, metric.Value, metric.Time, metric.Step)), .. Final(parent, records, done)],
            Tags = done?.Failure is { } failure ? [new Tag("kdhost.failure", $"{failure.Kind}: {failure.Message}"), new Tag("kdhost.remedy", failure.Remedy)] : [],
        };
        await _cursor.AdvanceAsync(position, batch, cancellation);
    }

    // One point of its own for the objective, so that tables, sorting and charts of the UI need no choice of a step.
    private static IEnumerable<Metric> Final(ParentRun parent, List<JournalRecord> records, DoneRecord? done)
    {
        if (done is not null && done.Metrics.TryGetValue(parent.Objective, out var value))
            yield return new Metric(ParentRun.FinalMetric(parent.Objective), value, records[^1].Time, 0);
    }

    private async Task<RunCursor> OpenAsync(ParentRun parent, StartRecord start, CancellationToken cancellation)
    {
        // A trial that was run anew after a failure is another run of the store: the failed one stays as it was.
        var attempt = Directory.EnumerateFiles(Path.GetDirectoryName(run.DoneFile(entry.Id)) is { } shard && Directory.Exists(shard) ? shard : run.Done, $"{entry.Id}.*")
            .Count(file => int.TryParse(Path.GetExtension(file).TrimStart('.'), out _));
        var key = $"{parent.Token}/{entry.Id}/{attempt}";
        var tags = new List<Tag>
        {
            new(TrackingNames.Parent, parent.RunId), new(TrackingNames.Trial, entry.Id), new(TrackingNames.Configuration, entry.ConfigurationId),
            new("kdhost.method", entry.Method), new("kdhost.device", start.Device), new("kdhost.threads", $"{start.Threads}"), new("kdhost.machine", start.Machine),
        };
        tags.AddRange(parent.SharedTags);
        var made = await store.AdoptOrCreateRunAsync(
            new NewRun
            {
                ExperimentId = parent.ExperimentId,
                Name = $"{entry.Label} seed={entry.Seed}",
                StartTime = DateTimeOffset.FromUnixTimeMilliseconds(start.Time),
                Tags = tags,
                WantedRunId = ParentRun.WantedId(key),
            },
            new Tag(TrackingNames.Identity, key),
            cancellation);
        return RunCursor.At(store, made, TrackingNames.Cursor);
    }

    private List<Param> Params() =>
        [.. entry.Parameters.Select(pair => new Param(pair.Key, Text(pair.Value))), new Param("method", entry.Method), new Param("seed", $"{entry.Seed}")];

    private static string Text(JsonNode? value) => value?.ToString() ?? "none";
}
