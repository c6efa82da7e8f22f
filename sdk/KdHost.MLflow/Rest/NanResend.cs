namespace KdHost.MLflow.Rest;

/// <summary>
/// SQL servers drop metrics that they hold already, but NaN is not equal to itself: a batch with a stored NaN fails
/// whole. Then what is stored is looked up, and the rest is sent.
/// </summary>
internal static class NanResend
{
    // Over again while something falls away: a gateway that delivers twice makes even a new NaN a stored one.
    internal static async Task LogAsync(MlflowClient client, string runId, RunBatch piece, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await client.Runs.LogBatchAsync(runId, piece, cancellation).ConfigureAwait(false);
                return;
            }
            catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.BadRequest && piece.Metrics.Any(IsNan))
            {
                var stored = await StoredAsync(client, runId, piece, cancellation).ConfigureAwait(false);
                var rest = piece with { Metrics = [.. piece.Metrics.Where(metric => !stored.Contains(metric))] };
                if (rest.Metrics.Count == piece.Metrics.Count)
                    throw;
                piece = rest;
            }
        }
    }

    private static async Task<HashSet<Metric>> StoredAsync(
        MlflowClient client, string runId, RunBatch piece, CancellationToken cancellation)
    {
        var stored = new HashSet<Metric>();
        foreach (var key in piece.Metrics.Where(IsNan).Select(metric => metric.Key).Distinct())
        {
            await foreach (var metric in client.Metrics.GetHistoryAsync(runId, key, cancellation).ConfigureAwait(false))
                stored.Add(metric);
        }

        return stored;
    }

    private static bool IsNan(Metric metric) => double.IsNaN(metric.Value);
}
