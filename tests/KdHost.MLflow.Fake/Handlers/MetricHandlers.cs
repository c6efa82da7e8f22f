using System.Globalization;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Histories of metrics.</summary>
internal sealed class MetricHandlers(FakeState state, FakeProfile profile)
{
    private const int MostBulk = 25_000;

    internal void Add(Routes routes)
    {
        routes.Get("metrics/get-history", History);
        routes.Add("GET", "/ajax-api/2.0/mlflow/metrics/get-history-bulk", request => Bulk(request, "run_id"));
        if (profile != FakeProfile.V2)
            routes.Get("metrics/get-history-bulk-interval", request => Bulk(request, "run_ids"));
    }

    private FakeAnswer History(FakeRequest request)
    {
        var run = state.Run(request.Query("run_id"));
        var values = Values(run, request.Query("metric_key"));
        var size = Number(request.Query("max_results"));
        if (size is null && profile != FakeProfile.V3)
            size = int.MaxValue / 2;

        // MLflow 3 without a size: an empty page and a token that leads to the same.
        return Pages.Answer("metrics", values, metric => Render.Metric(metric, RunId(run)), request.Query("page_token"), size ?? 0);
    }

    private FakeAnswer Bulk(FakeRequest request, string parameter)
    {
        var values = request.QueryAll(parameter)
            .Select(id => state.Run(id))
            .SelectMany(run => Values(run, request.Query("metric_key")).Select(metric => Render.Metric(metric, run.Id)))
            .Take(Number(request.Query("max_results")) ?? MostBulk);
        return FakeAnswer.Json(Render.With([], "metrics", values));
    }

    private string? RunId(FakeRun run) => profile == FakeProfile.FileStore ? run.Id : null;

    private FakeMetric[] Values(FakeRun run, string? key)
    {
        var values = run.History.Where(metric => metric.Key == key);
        return [.. profile == FakeProfile.FileStore ? values : values.Order()];
    }

    private static int? Number(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
