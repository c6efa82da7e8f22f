using System.Security.Cryptography;
using System.Text;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>The grid's run in the store: the parent of all trials, with the leaderboard as its note.</summary>
internal sealed class ParentRun
{
    private readonly RunDirectory _run;
    private readonly RunRecord _record;
    private readonly ITrackingStore _store;

    private ParentRun(RunDirectory run, RunRecord record, ITrackingStore store, string experimentId, string runId, IReadOnlyList<Tag> sharedTags)
    {
        (_run, _record, _store, ExperimentId, RunId, SharedTags) = (run, record, store, experimentId, runId, sharedTags);
    }

    /// <summary>Id of the experiment in the store.</summary>
    public string ExperimentId { get; }

    /// <summary>Id of the grid's run.</summary>
    public string RunId { get; }

    /// <summary>Tags that the grid and its trials share: user, source, commit.</summary>
    public IReadOnlyList<Tag> SharedTags { get; }

    /// <summary>Token of the run directory.</summary>
    public string Token => _record.Token;

    /// <summary>The metric that ranks trials.</summary>
    public string Objective => _record.Objective.Metric;

    /// <summary>The page of the MLflow UI that shows the trials flat, best first, with charts.</summary>
    public string Page
    {
        get
        {
            var filter = Uri.EscapeDataString($"tags.`{TrackingNames.Parent}` = '{RunId}'");
            var order = Uri.EscapeDataString($"metrics.`{FinalMetric(Objective)}`");
            return $"#/experiments/{ExperimentId}/runs?searchFilter={filter}&orderByKey={order}&orderByAsc={(_record.Objective.Maximize ? "false" : "true")}&compareRunsMode=CHART";
        }
    }

    /// <summary>Name of the one-point metric that holds a trial's objective.</summary>
    public static string FinalMetric(string objective) => $"final/{objective.Split('/')[^1]}";

    /// <summary>A run id derived from what the run is, which the local store honours.</summary>
    public static string WantedId(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    /// <summary>Finds or makes the grid's run.</summary>
    public static async Task<ParentRun> OpenAsync(RunDirectory run, RunRecord record, ITrackingStore store, CancellationToken cancellation)
    {
        var experiment = await store.GetOrCreateExperimentAsync(
            record.Name, [new Tag("mlflow.experimentKind", "custom_model_development"), new Tag(TrackingNames.Note, $"{record.Name}: a grid of KdHost")], cancellation);
        var shared = Shared(run, record);
        var made = await store.AdoptOrCreateRunAsync(
            new NewRun { ExperimentId = experiment.Id, Name = record.Name, StartTime = DateTimeOffset.UtcNow, Tags = shared, WantedRunId = WantedId(record.Token) },
            new Tag(TrackingNames.Identity, record.Token),
            cancellation);
        if (made.Info.Status != RunStatus.Running)
            await store.UpdateRunAsync(made.Id, new RunUpdate { Status = RunStatus.Running }, cancellation);
        return new ParentRun(run, record, store, experiment.Id, made.Id, shared);
    }

    /// <summary>Writes leaderboard, figures and files as they stand now.</summary>
    /// <param name="results">The results.</param>
    /// <param name="status">How the grid stands.</param>
    /// <param name="openWith">What the user types to see the results.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task ConcludeAsync(GridResults results, RunStatus status, string openWith, CancellationToken cancellation)
    {
        var board = GridReport.Write(_run, results);
        foreach (var path in Directory.EnumerateFiles(_run.Report).Append(_run.Declaration).Append(_run.Lock))
            await _store.UploadArtifactAsync(RunId, Path.GetFileName(path), path, cancellation);
        var ends = _record.Trials.Select(_run.DoneFile).Where(File.Exists).Select(File.GetLastWriteTimeUtc).ToList();
        var ended = ends.Count > 0 ? new DateTimeOffset(ends.Max()) : DateTimeOffset.UtcNow;
        await _store.LogBatchAsync(RunId, new RunBatch { Metrics = Metrics(board, ends.Count, ended), Tags = [new Tag(TrackingNames.Note, Note(board, openWith))] }, cancellation);
        await _store.UpdateRunAsync(RunId, new RunUpdate { Status = status, EndTime = status == RunStatus.Running ? null : ended }, cancellation);
    }

    // Step and time follow from the trials that ended: whoever concludes the same state again, after a kill or by a sync, sends the same points, and the store has them once.
    private List<Metric> Metrics(Leaderboard board, int step, DateTimeOffset ended)
    {
        if (board.Rows.FirstOrDefault(row => row.Summary.Mean is not null)?.Summary is not { Mean: { } mean } best)
            return [];
        var (time, name) = (ended.ToUnixTimeMilliseconds(), Objective.Split('/')[^1]);
        return [new("n_seeds", _record.Seeds.Count, time, step), new($"mean/{name}", mean, time, step), new($"sd/{name}", best.StandardDeviation ?? 0, time, step)];
    }

    private string Note(Leaderboard board, string openWith) =>
        $"""
        **{_record.Name}**: {board.Metric}, mean ± standard deviation over seeds; differences are paired by seed.

        {LeaderboardText.ToMarkdown(board)}
        Make it again: `{_record.Command}`

        The trials, best first:

        ```
        {openWith}
        ```
        """;

    private static List<Tag> Shared(RunDirectory run, RunRecord record)
    {
        var tags = new List<Tag>
        {
            new("mlflow.user", Environment.UserName), new("mlflow.source.name", record.File), new("mlflow.source.type", "LOCAL"), new("kdhost.run_directory", Path.GetFileName(run.Path)),
        };
        if (RunLock.TryRead(run) is not { } made)
            return tags;
        tags.AddRange(made.Plugins.Select(plugin => new Tag($"kdhost.plugin.{plugin.Key}", plugin.Value)));
        tags.Add(new Tag("kdhost.version", made.Host));
        if (made.Commit is { } commit)
            tags.AddRange([new Tag("mlflow.source.git.commit", commit), new Tag("mlflow.source.git.dirty", made.Dirty == true ? "true" : "false")]);
        return tags;
    }
}
