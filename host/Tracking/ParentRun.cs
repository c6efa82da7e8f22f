using System.Security.Cryptography;
using System.Text;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>The grid's run in the store: the parent of all trials, with the leaderboard as its note and table.</summary>
internal sealed class ParentRun
{
    private readonly RunDirectory _run;
    private readonly ITrackingStore _store;
    private readonly RunLock? _lock;
    private readonly RunInfo _info;

    private ParentRun(RunDirectory run, RunRecord record, RunLock? made, ITrackingStore store, RunInfo info, IReadOnlyList<Tag> sharedTags)
    {
        (_run, Record, _lock, _store, _info, SharedTags) = (run, record, made, store, info, sharedTags);
        Artifacts = new RunArtifacts(store);
    }

    /// <summary>The declaration.</summary>
    public RunRecord Record { get; }

    /// <summary>Id of the experiment in the store.</summary>
    public string ExperimentId => _info.ExperimentId;

    /// <summary>Id of the grid's run.</summary>
    public string RunId => _info.RunId;

    /// <summary>Tags that the grid and its trials share: user, source, commit.</summary>
    public IReadOnlyList<Tag> SharedTags { get; }

    /// <summary>Copies files to runs of the grid.</summary>
    public RunArtifacts Artifacts { get; }

    /// <summary>Token of the run directory.</summary>
    public string Token => Record.Token;

    /// <summary>The metric that ranks trials.</summary>
    public string Objective => Record.Objective.Metric;

    /// <summary>The page of the MLflow UI that shows the trials flat, best first, with charts.</summary>
    public string Page => GridPage.Of(ExperimentId, RunId, Record.Objective);

    /// <summary>Name of the one-point metric that holds a trial's objective.</summary>
    public static string FinalMetric(string objective) => $"final/{objective.Split('/')[^1]}";

    /// <summary>A run id derived from what the run is, which the local store honours.</summary>
    public static string WantedId(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    /// <summary>Finds or makes the grid's run.</summary>
    public static async Task<ParentRun> OpenAsync(RunDirectory run, RunRecord record, ITrackingStore store, CancellationToken cancellation)
    {
        var experiment = await store.GetOrCreateExperimentAsync(record.Name, GridTags.OfExperiment(record), cancellation);
        var made = RunLock.TryRead(run);
        var shared = GridTags.Shared(run, record, made);
        var wanted = new NewRun
        {
            ExperimentId = experiment.Id,
            Name = TrackingNames.RunName(record.Name),
            StartTime = DateTimeOffset.UtcNow,
            Tags = [.. shared, new Tag(TrackingNames.Note, GridNote.WhileRunning(record, made))],
            WantedRunId = WantedId(record.Token),
        };

        // Twice: a gateway may have delivered the creation twice, and all processes must settle on one before any trial hangs below it.
        Run? parent = null;
        for (var i = 0; i < 2; i++)
            parent = await store.AdoptOrCreateRunAsync(wanted, new Tag(TrackingNames.Identity, record.Token), cancellation);
        if (parent!.Info.Stage == LifecycleStage.Deleted)
            throw new MlflowException($"The run {parent.Id} of this grid was deleted in the store; restore it there, or name another store with --tracking.") { ErrorCode = MlflowErrorCode.InvalidParameterValue };
        if (parent.Info.Status != RunStatus.Running)
            await store.UpdateRunAsync(parent.Id, new RunUpdate { Status = RunStatus.Running }, cancellation);
        return new ParentRun(run, record, made, store, parent.Info, shared);
    }

    /// <summary>What the run directory knows of a method; null when it was made by an older host.</summary>
    public MethodRecord? Method(string name) => _lock?.Methods.GetValueOrDefault(name);

    /// <summary>Shows the leaderboard as it stands while trials run.</summary>
    public Task ShowAsync(GridResults results, string openWith, CancellationToken cancellation) =>
        _store.SetTagAsync(RunId, new Tag(TrackingNames.Note, GridNote.Of(Leaderboard.Of(results), Record, _lock, openWith)), cancellation);

    /// <summary>Writes leaderboard, figures and files as they stand now.</summary>
    /// <param name="results">The results.</param>
    /// <param name="status">How the grid stands.</param>
    /// <param name="openWith">What the user types to see the results.</param>
    /// <param name="register">Under which name the best student is registered; null for not at all.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task ConcludeAsync(GridResults results, RunStatus status, string openWith, string? register, CancellationToken cancellation)
    {
        var board = Leaderboard.Of(results);
        var files = Directory.EnumerateFiles(_run.Report, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(_run.Report, path).Replace('\\', '/'), path))
            .Concat(new[] { _run.Declaration, _run.Lock }.Select(path => (Path.GetFileName(path), path)));
        await Artifacts.UploadAsync(RunId, files, cancellation);
        await Artifacts.UploadTextAsync(RunId, LeaderboardTable.File, LeaderboardTable.Of(board), cancellation);
        if (BestStudent.Of(_run, results, board) is { } best)
            await new StudentUpload(_store, this, _run, _lock, best).RunAsync(_info, register, isFinal: status is RunStatus.Finished or RunStatus.Failed, cancellation);

        var ends = Record.Trials.Select(_run.DoneFile).Where(File.Exists).Select(File.GetLastWriteTimeUtc).ToList();
        var ended = ends.Count > 0 ? new DateTimeOffset(ends.Max()) : DateTimeOffset.UtcNow;
        var tags = new List<Tag> { new(TrackingNames.Note, GridNote.Of(board, Record, _lock, openWith)), new(TrackingNames.LoggedArtifacts, LeaderboardTable.Tag) };
        await _store.LogBatchAsync(RunId, new RunBatch { Metrics = Metrics(board, ends.Count, ended), Tags = tags }, cancellation);
        await _store.UpdateRunAsync(RunId, new RunUpdate { Status = status, EndTime = status == RunStatus.Running ? null : ended }, cancellation);
    }

    // Step and time follow from the trials that ended: whoever concludes the same state again, after a kill or by a sync, sends the same points, and the store has them once.
    private List<Metric> Metrics(Leaderboard board, int step, DateTimeOffset ended)
    {
        if (board.Rows.FirstOrDefault(row => row.Summary.Mean is not null)?.Summary is not { Mean: { } mean } best)
            return [];
        var (time, name) = (ended.ToUnixTimeMilliseconds(), Objective.Split('/')[^1]);
        return [new("n_seeds", Record.Seeds.Count, time, step), new($"mean/{name}", mean, time, step), new($"sd/{name}", best.StandardDeviation ?? 0, time, step)];
    }
}
