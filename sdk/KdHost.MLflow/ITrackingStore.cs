namespace KdHost.MLflow;

/// <summary>
/// A place where runs are recorded: an MLflow server or a local file. Every failure is a <see cref="MlflowException"/>,
/// except that a cancelled token gives <see cref="OperationCanceledException"/>. Safe to use from several threads.
/// </summary>
public interface ITrackingStore : IAsyncDisposable
{
    /// <summary>Asks whether the store is there.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Where the store is, and its version.</returns>
    Task<StoreInfo> ProbeAsync(CancellationToken cancellation = default);

    /// <summary>The experiment of that name; made when there is none. A deleted one is an error: restoring it is the user's word.</summary>
    /// <param name="name">At most 500 characters.</param>
    /// <param name="tags">Set on a new experiment only.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<Experiment> GetOrCreateExperimentAsync(string name, IReadOnlyList<Tag>? tags = null, CancellationToken cancellation = default);

    /// <summary>The experiment of that name, deleted ones included, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellation = default);

    /// <summary>Takes an experiment out of the bin.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task RestoreExperimentAsync(string experimentId, CancellationToken cancellation = default);

    /// <summary>Sets a tag of an experiment, such as <c>mlflow.note.content</c>.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task SetExperimentTagAsync(string experimentId, Tag tag, CancellationToken cancellation = default);

    /// <summary>
    /// Creates a run in status <see cref="RunStatus.Running"/>. A server makes a second run when called twice;
    /// <see cref="RunAdoption"/> says how to have one only.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The run with its id.</returns>
    Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellation = default);

    /// <summary>A run with its latest metrics, params and tags; deleted ones included.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<Run> GetRunAsync(string runId, CancellationToken cancellation = default);

    /// <summary>Runs that match, page by page behind the scenes.</summary>
    /// <param name="query">Which runs, in which order.</param>
    /// <param name="cancellation">Ends the stream.</param>
    IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, CancellationToken cancellation = default);

    /// <summary>
    /// Logs a batch of any size in the order params, metrics, tags. Not sent again by itself when its outcome is
    /// unknown (<see cref="MlflowException.OutcomeUnknown"/>); <see cref="RunCursor"/> makes that safe.
    /// </summary>
    /// <param name="runId">The run; it may have ended, but not be deleted.</param>
    /// <param name="batch">What to log. Equal metrics and params in it are stored once.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellation = default);

    /// <summary>Changes status, end or name of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="update">What changes.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellation = default);

    /// <summary>Sets a tag of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task SetTagAsync(string runId, Tag tag, CancellationToken cancellation = default);

    /// <summary>Records which data sets a run used; repeating it is harmless.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="inputs">The data sets.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellation = default);

    /// <summary>All values of a metric in the order of step, time and value.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric.</param>
    /// <param name="cancellation">Ends the stream.</param>
    IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellation = default);

    /// <summary>Copies a file to a run's artifacts; one of the same path is replaced.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="artifactPath">Where to, relative to the run's artifact root, joined by slashes, file name included.</param>
    /// <param name="localFile">The file to read.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task UploadArtifactAsync(string runId, string artifactPath, string localFile, CancellationToken cancellation = default);

    /// <summary>Copies an artifact of a run into a stream.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="artifactPath">The file, relative to the run's artifact root.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task DownloadArtifactAsync(string runId, string artifactPath, Stream destination, CancellationToken cancellation = default);

    /// <summary>The artifacts in one folder of a run, sorted by path.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="folder">Relative to the run's artifact root; null for the root.</param>
    /// <param name="cancellation">Ends the stream.</param>
    IAsyncEnumerable<ArtifactInfo> ListArtifactsAsync(string runId, string? folder = null, CancellationToken cancellation = default);

    /// <summary>
    /// Registers files of a run as a version of a model, which is made when there is none of that name. The same files of the same run
    /// are registered once: repeating it hands back the version and sets its description, tags and alias again.
    /// </summary>
    /// <param name="version">What to register.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<ModelVersion> RegisterModelAsync(NewModelVersion version, CancellationToken cancellation = default);

    /// <summary>Puts a run into the bin; repeating it is harmless.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task DeleteRunAsync(string runId, CancellationToken cancellation = default);

    /// <summary>Takes a run out of the bin; repeating it is harmless.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task RestoreRunAsync(string runId, CancellationToken cancellation = default);
}
