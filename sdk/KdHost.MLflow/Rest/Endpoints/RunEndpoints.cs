using System.Runtime.CompilerServices;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The endpoints under <c>runs/</c>.</summary>
public sealed class RunEndpoints
{
    private readonly RestTransport _transport;

    internal RunEndpoints(RestTransport transport) => _transport = transport;

    /// <summary>Creates a run; twice makes two.</summary>
    /// <param name="run">The run; servers ignore a wanted id.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Run> CreateAsync(NewRun run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        InputContent.CheckRun(run);
        var body = new WireNewRun
        {
            ExperimentId = run.ExperimentId,
            RunName = run.Name,
            StartTime = run.StartTime.ToUnixTimeMilliseconds(),
            Tags = run.Tags.Count > 0 ? run.Tags : null,
        };
        var answer = await _transport.SendAsync(
            RestCall.Create("runs/create"), body, WireJson.Default.WireNewRun, WireJson.Default.WireRunAnswer, cancellation).ConfigureAwait(false);
        return (answer.Run ?? new WireRun()).ToEntity();
    }

    /// <summary>A run with its latest metrics, params and tags.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Run> GetAsync(string runId, CancellationToken cancellation = default)
    {
        var call = RestCall.Get("runs/get", ("run_id", runId)) with { RunId = runId };
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireRunAnswer, cancellation).ConfigureAwait(false);
        return (answer.Run ?? new WireRun()).ToEntity();
    }

    /// <summary>Runs that match, fetched page by page.</summary>
    /// <param name="query">Which runs, in which order.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<Run> SearchAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var filter = query.Filter.ToString();
        var body = new WireRunSearch
        {
            ExperimentIds = query.ExperimentIds,
            Filter = filter.Length > 0 ? filter : null,
            RunViewType = WireNames.Of(query.View),
            MaxResults = Math.Clamp(query.PageSize, 1, MlflowLimits.RunsPerPage),
            OrderBy = query.OrderBy.Count > 0 ? [.. query.OrderBy.Select(RunGrammar.Write)] : null,
        };
        do
        {
            var page = await _transport.SendAsync(
                RestCall.Post("runs/search"), body, WireJson.Default.WireRunSearch, WireJson.Default.WireRuns, cancellation).ConfigureAwait(false);
            foreach (var run in page.Runs ?? [])
                yield return run.ToEntity();
            body.PageToken = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(body.PageToken));
    }

    /// <summary>Logs one batch that is within <see cref="BatchLimits.Server"/>; see <see cref="BatchSplitter"/> for larger ones.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="batch">What to log.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var body = new WireBatch
        {
            RunId = runId,
            Params = batch.Params.Count > 0 ? batch.Params : null,
            Metrics = batch.Metrics.Count > 0 ? batch.Metrics : null,
            Tags = batch.Tags.Count > 0 ? batch.Tags : null,
        };
        return _transport.SendAsync(
            RestCall.Create("runs/log-batch", runId), body, WireJson.Default.WireBatch, WireJson.Default.WireNothing, cancellation);
    }

    /// <summary>Logs one value. For more than one, <see cref="LogBatchAsync"/> costs a hundredth.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="metric">The value.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task LogMetricAsync(string runId, Metric metric, CancellationToken cancellation = default)
    {
        BatchContent.Check(new RunBatch { Metrics = [metric] });
        var body = new WireRunMetricLog { RunId = runId, Key = metric.Key, Value = metric.Value, Timestamp = metric.Timestamp, Step = metric.Step };
        return _transport.SendAsync(
            RestCall.Create("runs/log-metric", runId), body, WireJson.Default.WireRunMetricLog, WireJson.Default.WireNothing, cancellation);
    }

    /// <summary>Logs one hyper-parameter; another value under the same key is refused.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="param">The hyper-parameter.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task LogParamAsync(string runId, Param param, CancellationToken cancellation = default)
    {
        BatchContent.Check(new RunBatch { Params = [param] });
        return TagAsync("runs/log-parameter", new WireRunTag { RunId = runId, Key = param.Key, Value = param.Value }, cancellation);
    }

    /// <summary>Records which logged models a run has made: MLflow 3 and later.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="models">Ids of logged models with the step at which each was made.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task LogOutputsAsync(string runId, IReadOnlyList<(string ModelId, long Step)> models, CancellationToken cancellation = default)
    {
        var body = new WireRunOutputs { RunId = runId, Models = [.. models.Select(model => new WireModelOutput { ModelId = model.ModelId, Step = model.Step })] };
        return _transport.SendAsync(
            RestCall.Post("runs/outputs", runId), body, WireJson.Default.WireRunOutputs, WireJson.Default.WireNothing, cancellation);
    }

    /// <summary>Changes status, end or name.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="update">What changes.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<RunInfo> UpdateAsync(string runId, RunUpdate update, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        InputContent.CheckUpdate(update);
        var body = new WireRunUpdate
        {
            RunId = runId,
            Status = update.Status is { } status ? WireNames.Of(status) : null,
            EndTime = UnixTime.Write(update.EndTime),
            RunName = update.Name,
        };
        var answer = await _transport.SendAsync(
            RestCall.Post("runs/update", runId), body, WireJson.Default.WireRunUpdate, WireJson.Default.WireRunInfoAnswer, cancellation).ConfigureAwait(false);
        return (answer.RunInfo ?? new WireRunInfo()).ToEntity();
    }

    /// <summary>Sets a tag.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetTagAsync(string runId, Tag tag, CancellationToken cancellation = default)
    {
        BatchContent.Check(tag);
        return TagAsync("runs/set-tag", new WireRunTag { RunId = runId, Key = tag.Key, Value = tag.Value }, cancellation);
    }

    /// <summary>Removes a tag.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellation = default) =>
        TagAsync("runs/delete-tag", new WireRunTag { RunId = runId, Key = key }, cancellation);

    /// <summary>Records which data sets a run used: MLflow 2.4 and later.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="inputs">The data sets.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputContent.CheckInputs(inputs);
        var body = new WireLogInputs { RunId = runId, Datasets = [.. inputs.Select(WireDatasetInput.From)] };
        return _transport.SendAsync(
            RestCall.Post("runs/log-inputs", runId), body, WireJson.Default.WireLogInputs, WireJson.Default.WireNothing, cancellation);
    }

    /// <summary>Puts a run into the bin.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteAsync(string runId, CancellationToken cancellation = default) => MoveAsync("runs/delete", runId, cancellation);

    /// <summary>Takes a run out of the bin.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task RestoreAsync(string runId, CancellationToken cancellation = default) => MoveAsync("runs/restore", runId, cancellation);

    private Task<WireNothing> TagAsync(string path, WireRunTag body, CancellationToken cancellation) => _transport.SendAsync(
        RestCall.Post(path, body.RunId), body, WireJson.Default.WireRunTag, WireJson.Default.WireNothing, cancellation);

    private Task<WireNothing> MoveAsync(string path, string runId, CancellationToken cancellation) => _transport.SendAsync(
        RestCall.Post(path, runId), new WireRunId { RunId = runId }, WireJson.Default.WireRunId, WireJson.Default.WireNothing, cancellation);
}
