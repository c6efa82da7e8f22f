using System.Runtime.CompilerServices;
using KdHost.MLflow.Sqlite;

namespace KdHost.MLflow;

/// <summary>
/// A local file as a tracking store. <c>mlflow ui --backend-store-uri sqlite:///FILE</c> opens it: MLflow 2.8 to 2.12 as
/// it is, later ones migrate it by themselves and this store goes on writing. Several processes may share the file.
/// </summary>
public sealed class SqliteTrackingStore : ITrackingStore
{
    private readonly LocalStore _store;

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The journal and the like.</param>
    /// <exception cref="MlflowException">The file is not MLflow's, of an unknown newer kind, or not accessible.</exception>
    public SqliteTrackingStore(string path, MlflowOptions? options = null) =>
        _store = new LocalStore(Path.GetFullPath(path), options ?? new MlflowOptions());

    /// <summary>The full path of the file.</summary>
    public string FilePath => _store.FilePath;

    /// <inheritdoc/>
    public Task<StoreInfo> ProbeAsync(CancellationToken cancellation = default) =>
        _store.ReadAsync(database => new StoreInfo(FilePath, database.Text("SELECT version_num FROM alembic_version")), cancellation);

    /// <inheritdoc/>
    public async Task<Experiment> GetOrCreateExperimentAsync(
        string name, IReadOnlyList<Tag>? tags = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        InputContent.CheckExperiment(name, tags ?? []);
        var experiment = await _store.WriteAsync(
            () => _store.Experiments.Find(name) ?? _store.Experiments.Create(name, tags ?? []), cancellation).ConfigureAwait(false);
        return experiment.Stage == LifecycleStage.Active ? experiment : throw DeletedExperiment.Refused(experiment);
    }

    /// <inheritdoc/>
    public Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellation = default) =>
        _store.ReadAsync(_ => _store.Experiments.Find(name), cancellation);

    /// <inheritdoc/>
    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellation = default) =>
        _store.WriteAsync(() => _store.Experiments.Restore(experimentId), cancellation);

    /// <inheritdoc/>
    public Task SetExperimentTagAsync(string experimentId, Tag tag, CancellationToken cancellation = default)
    {
        InputContent.CheckExperimentTag(tag);
        return _store.WriteAsync(() => _store.Experiments.SetTag(experimentId, tag), cancellation);
    }

    /// <inheritdoc/>
    public Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        InputContent.CheckRun(run);
        RunId.Check(run.WantedRunId);
        return _store.WriteAsync(() => _store.Reader.Read(_store.Runs.Create(run)), cancellation, run.WantedRunId);
    }

    /// <inheritdoc/>
    public Task<Run> GetRunAsync(string runId, CancellationToken cancellation = default) =>
        _store.ReadAsync(_ => _store.Reader.Read(runId), cancellation, runId);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var ids = await _store.ReadAsync(new RunSearch(query).Run, cancellation).ConfigureAwait(false);
        foreach (var page in ids.Chunk(Math.Clamp(query.PageSize, 1, MlflowLimits.RunsPerPage)))
        {
            var runs = await _store.ReadAsync(_ => page.Select(_store.Reader.Read).ToArray(), cancellation).ConfigureAwait(false);
            foreach (var run in runs)
                yield return run;
        }
    }

    /// <inheritdoc/>
    public async Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchContent.Check(batch);
        foreach (var piece in BatchSplitter.Split(batch, BatchLimits.Local))
            await _store.WriteAsync(() => _store.Batches.Write(runId, piece), cancellation, runId).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        InputContent.CheckUpdate(update);
        return _store.WriteAsync(() => _store.Runs.Update(runId, update), cancellation, runId);
    }

    /// <inheritdoc/>
    public Task SetTagAsync(string runId, Tag tag, CancellationToken cancellation = default) =>
        LogBatchAsync(runId, new RunBatch { Tags = [tag] }, cancellation);

    /// <inheritdoc/>
    public Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputContent.CheckInputs(inputs);
        return _store.WriteAsync(
            () =>
            {
                _store.DemandDatasets();
                _store.Inputs.Write(runId, inputs);
            },
            cancellation,
            runId);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Metric> GetMetricHistoryAsync(
        string runId, string key, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        StoredMetric? last = null;
        List<StoredMetric> page;
        do
        {
            page = await _store.ReadAsync(_ => _store.Reader.History(runId, key, last, MlflowLimits.HistoryPage), cancellation, runId).ConfigureAwait(false);
            foreach (var metric in page)
                yield return metric.ToMetric(key);
            last = page.Count > 0 ? page[^1] : last;
        }
        while (page.Count == MlflowLimits.HistoryPage);
    }

    /// <inheritdoc/>
    public async Task UploadArtifactAsync(string runId, string artifactPath, string localFile, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArtifactPath.Check(artifactPath);
        var run = await GetRunAsync(runId, cancellation).ConfigureAwait(false);
        await _store.Artifacts.At(run.Info.ArtifactUri, runId).UploadAsync(artifactPath, localFile, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DownloadArtifactAsync(string runId, string artifactPath, Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArtifactPath.Check(artifactPath);
        var run = await GetRunAsync(runId, cancellation).ConfigureAwait(false);
        await _store.Artifacts.At(run.Info.ArtifactUri, runId).DownloadAsync(artifactPath, destination, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactInfo> ListArtifactsAsync(
        string runId, string? folder = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (folder is not null)
            ArtifactPath.Check(folder);
        var run = await GetRunAsync(runId, cancellation).ConfigureAwait(false);
        foreach (var artifact in _store.Artifacts.At(run.Info.ArtifactUri, runId).List(folder))
            yield return artifact;
    }

    /// <inheritdoc/>
    public Task<ModelVersion> RegisterModelAsync(NewModelVersion version, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ModelContent.Check(version);
        return _store.WriteAsync(() => _store.Registry.Register(version), cancellation, version.RunId);
    }

    /// <inheritdoc/>
    public Task DeleteRunAsync(string runId, CancellationToken cancellation = default) =>
        _store.WriteAsync(() => _store.Runs.Delete(runId), cancellation, runId);

    /// <inheritdoc/>
    public Task RestoreRunAsync(string runId, CancellationToken cancellation = default) =>
        _store.WriteAsync(() => _store.Runs.Restore(runId), cancellation, runId);

    /// <summary>Folds the journal into the file and closes it.</summary>
    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
