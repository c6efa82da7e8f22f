using System.Globalization;
using System.Runtime.CompilerServices;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The endpoints under <c>metrics/</c>.</summary>
public sealed class MetricEndpoints
{
    private const int MostBulkRuns = 100, MostSampled = 2500;

    private readonly RestTransport _transport;

    internal MetricEndpoints(RestTransport transport) => _transport = transport;

    /// <summary>All values of one metric of one run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<Metric> GetHistoryAsync(
        string runId, string key, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? token = null;
        do
        {
            // Without max_results MLflow 3 answers nothing but a token, for ever.
            var call = RestCall.Get(
                "metrics/get-history",
                ("run_id", runId),
                ("metric_key", key),
                ("max_results", MlflowLimits.HistoryPage.ToString(CultureInfo.InvariantCulture)),
                ("page_token", token)) with
            { RunId = runId };
            var page = await _transport.SendAsync(call, null, WireJson.Default.WireMetrics, cancellation).ConfigureAwait(false);
            foreach (var metric in page.Metrics ?? [])
                yield return metric;
            token = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>Values of one metric of several runs in one answer, 25,000 at most: MLflow 2.9 or earlier on, not 2.0.</summary>
    /// <param name="runIds">Up to 100 runs.</param>
    /// <param name="key">The metric.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<RunMetric>> GetHistoriesAsync(
        IReadOnlyList<string> runIds, string key, CancellationToken cancellation = default)
    {
        CheckRuns(runIds);
        var query = runIds.Select(id => ("run_id", (string?)id)).ToList();
        query.Add(("metric_key", key));
        query.Add(("max_results", MlflowLimits.HistoryPage.ToString(CultureInfo.InvariantCulture)));
        var call = new RestCall(HttpMethod.Get, "ajax-api/2.0/mlflow/metrics/get-history-bulk") { Query = query };
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireRunMetrics, cancellation).ConfigureAwait(false);
        return [.. (answer.Metrics ?? []).Select(metric => metric.ToEntity())];
    }

    /// <summary>Values of one metric of several runs, thinned out evenly over their steps, as charts need them: MLflow 2.10 or later, not 2.9.</summary>
    /// <param name="runIds">Up to 100 runs.</param>
    /// <param name="key">The metric.</param>
    /// <param name="most">About how many values a run; each run's first and last are kept.</param>
    /// <param name="startStep">Values before this step are left out.</param>
    /// <param name="endStep">Values after this step are left out.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<RunMetric>> GetSampledHistoriesAsync(
        IReadOnlyList<string> runIds, string key, int most, long? startStep = null, long? endStep = null, CancellationToken cancellation = default)
    {
        CheckRuns(runIds);
        if ((startStep is null) != (endStep is null))
            throw Limit.Refused("Of a range of steps both ends are needed.");
        var query = runIds.Select(id => ("run_ids", (string?)id)).ToList();
        query.Add(("metric_key", key));
        query.Add(("start_step", startStep?.ToString(CultureInfo.InvariantCulture)));
        query.Add(("end_step", endStep?.ToString(CultureInfo.InvariantCulture)));
        query.Add(("max_results", Math.Clamp(most, 1, MostSampled).ToString(CultureInfo.InvariantCulture)));
        var call = new RestCall(HttpMethod.Get, $"{RestCall.Tracking}metrics/get-history-bulk-interval") { Query = query };
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireRunMetrics, cancellation).ConfigureAwait(false);
        return [.. (answer.Metrics ?? []).Select(metric => metric.ToEntity())];
    }

    private static void CheckRuns(IReadOnlyList<string> runIds)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        if (runIds.Count is 0 or > MostBulkRuns)
            throw Limit.Refused($"Histories of {runIds.Count} runs were asked for; 1 to {MostBulkRuns} fit into one request.");
    }
}
