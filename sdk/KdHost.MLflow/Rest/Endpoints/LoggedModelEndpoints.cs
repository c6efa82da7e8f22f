using System.Net;
using System.Runtime.CompilerServices;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Artifacts;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The endpoints under <c>logged-models</c>: MLflow 3 and later.</summary>
public sealed class LoggedModelEndpoints
{
    private const int SearchPage = 50;

    private readonly RestTransport _transport;
    private readonly ArtifactPlaces _places;

    internal LoggedModelEndpoints(RestTransport transport, ArtifactPlaces places) => (_transport, _places) = (transport, places);

    /// <summary>Announces a model; its files follow, then <see cref="FinishAsync"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The model with its id, or null when the server is older than MLflow 3: log its files as plain artifacts then.</returns>
    public async Task<LoggedModel?> TryCreateAsync(NewLoggedModel model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var body = new WireNewLoggedModel
        {
            ExperimentId = model.ExperimentId,
            Name = model.Name,
            ModelType = model.ModelType,
            SourceRunId = model.SourceRunId,
            Params = model.Params.Count > 0 ? model.Params : null,
            Tags = model.Tags.Count > 0 ? model.Tags : null,
        };
        try
        {
            return await AskAsync(RestCall.Create("logged-models", model.SourceRunId), body, WireJson.Default.WireNewLoggedModel, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.Status == HttpStatusCode.NotFound && e.ErrorCode is null)
        {
            return null;
        }
    }

    /// <summary>Copies a file to a model's artifacts; one of the same path is replaced.</summary>
    /// <param name="model">The model.</param>
    /// <param name="artifactPath">Where to, below the model's artifact root.</param>
    /// <param name="localFile">The file to read.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task UploadAsync(LoggedModel model, string artifactPath, string localFile, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(artifactPath);
        ArtifactPath.Check(artifactPath);
        return _places.At(model.ArtifactUri, model.SourceRunId).UploadAsync(artifactPath, localFile, cancellation);
    }

    /// <summary>Says that the files of a model are complete, or will never be.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="isReady">Whether it can be used.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<LoggedModel> FinishAsync(string modelId, bool isReady, CancellationToken cancellation = default) => AskAsync(
        RestCall.Post(Path(modelId)) with { Method = HttpMethod.Patch },
        new WireLoggedModelEnd { ModelId = modelId, Status = isReady ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED" },
        WireJson.Default.WireLoggedModelEnd,
        cancellation);

    /// <summary>A model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<LoggedModel> GetAsync(string modelId, CancellationToken cancellation = default)
    {
        var answer = await _transport.SendAsync(RestCall.Get(Path(modelId)), null, WireJson.Default.WireLoggedModelAnswer, cancellation).ConfigureAwait(false);
        return (answer.Model ?? new WireLoggedModel()).ToEntity();
    }

    /// <summary>The models of some experiments that match a filter in MLflow's grammar, such as <c>source_run_id = '…'</c>.</summary>
    /// <param name="experimentIds">The experiments.</param>
    /// <param name="filter">The filter; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<LoggedModel> SearchAsync(
        IReadOnlyList<string> experimentIds, string? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var body = new WireLoggedModelSearch { ExperimentIds = experimentIds, Filter = filter, MaxResults = SearchPage };
        do
        {
            var page = await _transport.SendAsync(
                RestCall.Post("logged-models/search"), body, WireJson.Default.WireLoggedModelSearch, WireJson.Default.WireLoggedModels, cancellation).ConfigureAwait(false);
            foreach (var model in page.Models ?? [])
                yield return model.ToEntity();
            body.PageToken = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(body.PageToken));
    }

    /// <summary>Sets tags of a model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="tags">The tags.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetTagsAsync(string modelId, IReadOnlyList<Tag> tags, CancellationToken cancellation = default) => AskAsync(
        RestCall.Post($"{Path(modelId)}/tags") with { Method = HttpMethod.Patch },
        new WireLoggedModelTags { ModelId = modelId, Tags = tags },
        WireJson.Default.WireLoggedModelTags,
        cancellation);

    /// <summary>Removes a tag of a model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteTagAsync(string modelId, string key, CancellationToken cancellation = default) =>
        _transport.SendAsync(Delete($"{Path(modelId)}/tags/{Uri.EscapeDataString(key)}"), null, WireJson.Default.WireNothing, cancellation);

    /// <summary>Deletes a model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteAsync(string modelId, CancellationToken cancellation = default) =>
        _transport.SendAsync(Delete(Path(modelId)), null, WireJson.Default.WireNothing, cancellation);

    private static string Path(string modelId) => $"logged-models/{Uri.EscapeDataString(modelId)}";

    private static RestCall Delete(string path) => new(HttpMethod.Delete, RestCall.Tracking + path);

    private async Task<LoggedModel> AskAsync<TBody>(
        RestCall call, TBody body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TBody> bodyType, CancellationToken cancellation)
    {
        var answer = await _transport.SendAsync(call, body, bodyType, WireJson.Default.WireLoggedModelAnswer, cancellation).ConfigureAwait(false);
        return (answer.Model ?? new WireLoggedModel()).ToEntity();
    }
}
