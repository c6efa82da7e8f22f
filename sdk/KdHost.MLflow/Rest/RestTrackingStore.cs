using KdHost.MLflow.Rest;

namespace KdHost.MLflow;

/// <summary>An MLflow server as a tracking store. <see cref="Client"/> offers what a local file has not.</summary>
public sealed class RestTrackingStore : ITrackingStore
{
    /// <summary>Prepares to talk to a server; nothing is sent yet.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="options">Credentials, retries and the like.</param>
    public RestTrackingStore(Uri server, MlflowOptions? options = null) => Client = new MlflowClient(server, options);

    /// <summary>All endpoints of the server.</summary>
    public MlflowClient Client { get; }

    /// <inheritdoc/>
    public Task<StoreInfo> ProbeAsync(CancellationToken cancellation = default) => Client.Server.GetInfoAsync(cancellation);

    /// <inheritdoc/>
    public async Task<Experiment> GetOrCreateExperimentAsync(
        string name, IReadOnlyList<Tag>? tags = null, CancellationToken cancellation = default)
    {
        var experiment = await Client.Experiments.FindAsync(name, cancellation).ConfigureAwait(false)
            ?? await CreateExperimentAsync(name, tags, cancellation).ConfigureAwait(false);
        return experiment.Stage == LifecycleStage.Active ? experiment : throw DeletedExperiment.Refused(experiment);
    }

    /// <inheritdoc/>
    public Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellation = default) =>
        Client.Experiments.FindAsync(name, cancellation);

    /// <inheritdoc/>
    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellation = default) =>
        Client.Experiments.RestoreAsync(experimentId, cancellation);

    /// <inheritdoc/>
    public Task SetExperimentTagAsync(string experimentId, Tag tag, CancellationToken cancellation = default) =>
        Client.Experiments.SetTagAsync(experimentId, tag, cancellation);

    /// <inheritdoc/>
    public async Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellation = default)
    {
        var made = await Client.Runs.CreateAsync(run, cancellation).ConfigureAwait(false);
        Client.Artifacts.Remember(made);
        return made;
    }

    /// <inheritdoc/>
    public Task<Run> GetRunAsync(string runId, CancellationToken cancellation = default) => Client.Runs.GetAsync(runId, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, CancellationToken cancellation = default) =>
        Client.Runs.SearchAsync(query, cancellation);

    /// <inheritdoc/>
    public async Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchContent.Check(batch);
        foreach (var piece in BatchSplitter.Split(batch, BatchLimits.Server))
            await NanResend.LogAsync(Client, runId, piece, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellation = default) =>
        Client.Runs.UpdateAsync(runId, update, cancellation);

    /// <inheritdoc/>
    public Task SetTagAsync(string runId, Tag tag, CancellationToken cancellation = default) =>
        Client.Runs.SetTagAsync(runId, tag, cancellation);

    /// <inheritdoc/>
    public Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellation = default) =>
        Client.Runs.LogInputsAsync(runId, inputs, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellation = default) =>
        Client.Metrics.GetHistoryAsync(runId, key, cancellation);

    /// <inheritdoc/>
    public Task UploadArtifactAsync(string runId, string artifactPath, string localFile, CancellationToken cancellation = default) =>
        Client.Artifacts.UploadAsync(runId, artifactPath, localFile, cancellation);

    /// <inheritdoc/>
    public Task DownloadArtifactAsync(string runId, string artifactPath, Stream destination, CancellationToken cancellation = default) =>
        Client.Artifacts.DownloadAsync(runId, artifactPath, destination, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<ArtifactInfo> ListArtifactsAsync(string runId, string? folder = null, CancellationToken cancellation = default) =>
        Client.Artifacts.ListAsync(runId, folder, cancellation);

    /// <inheritdoc/>
    public Task<ModelVersion> RegisterModelAsync(NewModelVersion version, CancellationToken cancellation = default) =>
        ModelRegistration.RunAsync(Client.Registry, version, cancellation);

    /// <inheritdoc/>
    public Task DeleteRunAsync(string runId, CancellationToken cancellation = default) => Client.Runs.DeleteAsync(runId, cancellation);

    /// <inheritdoc/>
    public Task RestoreRunAsync(string runId, CancellationToken cancellation = default) => Client.Runs.RestoreAsync(runId, cancellation);

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    // "Exists already" and a lost answer both mean: look again, another program or the lost request made it.
    private async Task<Experiment> CreateExperimentAsync(string name, IReadOnlyList<Tag>? tags, CancellationToken cancellation)
    {
        try
        {
            var id = await Client.Experiments.CreateAsync(name, tags, cancellation).ConfigureAwait(false);
            return await Client.Experiments.GetAsync(id, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.OutcomeUnknown || e.ErrorCode == MlflowErrorCode.ResourceAlreadyExists)
        {
            if (await Client.Experiments.FindAsync(name, cancellation).ConfigureAwait(false) is { } made)
                return made;
            throw;
        }
    }
}
