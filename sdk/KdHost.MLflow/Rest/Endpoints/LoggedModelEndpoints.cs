using System.Net;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The endpoints under <c>logged-models</c>: MLflow 3 and later.</summary>
public sealed class LoggedModelEndpoints
{
    private readonly RestTransport _transport;

    internal LoggedModelEndpoints(RestTransport transport) => _transport = transport;

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
            var answer = await _transport.SendAsync(
                RestCall.Create("logged-models", model.SourceRunId), body, WireJson.Default.WireNewLoggedModel, WireJson.Default.WireLoggedModelAnswer, cancellation).ConfigureAwait(false);
            return (answer.Model ?? new WireLoggedModel()).ToEntity();
        }
        catch (MlflowException e) when (e.Status == HttpStatusCode.NotFound && e.ErrorCode is null)
        {
            return null;
        }
    }

    /// <summary>Says that the files of a model are complete, or will never be.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="isReady">Whether it can be used.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<LoggedModel> FinishAsync(string modelId, bool isReady, CancellationToken cancellation = default)
    {
        var call = RestCall.Post($"logged-models/{Uri.EscapeDataString(modelId)}") with { Method = HttpMethod.Patch };
        var body = new WireLoggedModelEnd { ModelId = modelId, Status = isReady ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED" };
        var answer = await _transport.SendAsync(
            call, body, WireJson.Default.WireLoggedModelEnd, WireJson.Default.WireLoggedModelAnswer, cancellation).ConfigureAwait(false);
        return (answer.Model ?? new WireLoggedModel()).ToEntity();
    }

    /// <summary>A model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<LoggedModel> GetAsync(string modelId, CancellationToken cancellation = default)
    {
        var call = RestCall.Get($"logged-models/{Uri.EscapeDataString(modelId)}");
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireLoggedModelAnswer, cancellation).ConfigureAwait(false);
        return (answer.Model ?? new WireLoggedModel()).ToEntity();
    }

    /// <summary>Deletes a model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteAsync(string modelId, CancellationToken cancellation = default)
    {
        var call = new RestCall(HttpMethod.Delete, $"{RestCall.Tracking}logged-models/{Uri.EscapeDataString(modelId)}");
        return _transport.SendAsync(call, null, WireJson.Default.WireNothing, cancellation);
    }
}
