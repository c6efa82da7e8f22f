using System.Runtime.CompilerServices;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The endpoints under <c>experiments/</c>.</summary>
public sealed class ExperimentEndpoints
{
    private readonly RestTransport _transport;

    internal ExperimentEndpoints(RestTransport transport) => _transport = transport;

    /// <summary>Creates an experiment.</summary>
    /// <param name="name">A name that no other has, deleted ones included.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The new id.</returns>
    public async Task<string> CreateAsync(string name, IReadOnlyList<Tag>? tags = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        InputContent.CheckExperiment(name, tags ?? []);
        var body = new WireNewExperiment { Name = name, Tags = tags is { Count: > 0 } ? tags : null };
        var answer = await _transport.SendAsync(
            RestCall.Create("experiments/create"), body, WireJson.Default.WireNewExperiment, WireJson.Default.WireExperimentId, cancellation).ConfigureAwait(false);
        return answer.ExperimentId ?? throw new MlflowException("The server created an experiment without an id.") { OutcomeUnknown = true };
    }

    /// <summary>An experiment by id.</summary>
    /// <param name="experimentId">The id.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Experiment> GetAsync(string experimentId, CancellationToken cancellation = default) =>
        GetAsync(RestCall.Get("experiments/get", ("experiment_id", experimentId)), cancellation);

    /// <summary>An experiment by name, deleted ones included; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Experiment?> FindAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await GetAsync(RestCall.Get("experiments/get-by-name", ("experiment_name", name)), cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    /// <summary>Experiments that match a filter in MLflow's grammar, such as <c>name LIKE 'kd%'</c>.</summary>
    /// <param name="filter">The filter; null for all.</param>
    /// <param name="view">Whether deleted ones count.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<Experiment> SearchAsync(
        string? filter = null, RunView view = RunView.Active, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var body = new WireExperimentSearch { MaxResults = 1000, Filter = filter, ViewType = WireNames.Of(view) };
        do
        {
            var page = await _transport.SendAsync(
                RestCall.Post("experiments/search"), body, WireJson.Default.WireExperimentSearch, WireJson.Default.WireExperiments, cancellation).ConfigureAwait(false);
            foreach (var experiment in page.Experiments ?? [])
                yield return experiment.ToEntity();
            body.PageToken = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(body.PageToken));
    }

    /// <summary>Renames an experiment.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="newName">The new name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task RenameAsync(string experimentId, string newName, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(newName);
        InputContent.CheckExperiment(newName, []);
        var body = new WireExperimentRename { ExperimentId = experimentId, NewName = newName };
        return _transport.SendAsync(
            RestCall.Post("experiments/update"), body, WireJson.Default.WireExperimentRename, WireJson.Default.WireNothing, cancellation);
    }

    /// <summary>Sets a tag.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetTagAsync(string experimentId, Tag tag, CancellationToken cancellation = default)
    {
        InputContent.CheckExperimentTag(tag);
        var body = new WireExperimentTag { ExperimentId = experimentId, Key = tag.Key, Value = tag.Value };
        return _transport.SendAsync(
            RestCall.Post("experiments/set-experiment-tag"), body, WireJson.Default.WireExperimentTag, WireJson.Default.WireNothing, cancellation);
    }

    /// <summary>Removes a tag: MLflow 3 and later.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellation = default) => _transport.SendAsync(
        RestCall.Post("experiments/delete-experiment-tag"),
        new WireExperimentTag { ExperimentId = experimentId, Key = key },
        WireJson.Default.WireExperimentTag,
        WireJson.Default.WireNothing,
        cancellation);

    /// <summary>Puts an experiment and its runs into the bin.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteAsync(string experimentId, CancellationToken cancellation = default) =>
        MoveAsync("experiments/delete", experimentId, cancellation);

    /// <summary>Takes an experiment and its runs out of the bin.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task RestoreAsync(string experimentId, CancellationToken cancellation = default) =>
        MoveAsync("experiments/restore", experimentId, cancellation);

    private Task<WireNothing> MoveAsync(string path, string experimentId, CancellationToken cancellation) => _transport.SendAsync(
        RestCall.Post(path), new WireExperimentId { ExperimentId = experimentId }, WireJson.Default.WireExperimentId, WireJson.Default.WireNothing, cancellation);

    private async Task<Experiment> GetAsync(RestCall call, CancellationToken cancellation)
    {
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireExperimentAnswer, cancellation).ConfigureAwait(false);
        return (answer.Experiment ?? new WireExperiment()).ToEntity();
    }
}
