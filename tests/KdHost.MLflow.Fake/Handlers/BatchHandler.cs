using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>log-batch: params, metrics and tags are three transactions, between which things can break.</summary>
internal sealed class BatchHandler(FakeState state, ServerRules rules, FakeProfile profile)
{
    internal FakeAnswer Log(FakeRequest request, Fault? fault)
    {
        var parameters = request.List("params").Select(item => (Key: (string?)item["key"] ?? "", Value: (string?)item["value"] ?? "")).ToArray();
        var metrics = request.List("metrics").Select(Metric).ToArray();
        var tags = request.List("tags").ToArray();
        Check(request, parameters, metrics, tags);

        var run = state.ActiveRun(request.Text("run_id"));
        foreach (var param in parameters)
            rules.Value("Param", param.Key, param.Value, rules.ParamValueLimit);
        foreach (var tag in tags)
            rules.Value("Tag", (string)tag["key"]!, (string?)tag["value"] ?? "", rules.TagValueLimit);

        Store(run, parameters);
        if (fault is Fault.ParamsOnly)
            return FakeAnswer.Json([]);
        Store(run, metrics);
        if (fault is Fault.ParamsAndMetricsOnly)
            return FakeAnswer.Json([]);
        foreach (var tag in tags)
        {
            var key = (string)tag["key"]!;
            RunHandlers.SetTag(run, key, rules.Value("Tag", key, (string?)tag["value"] ?? "", rules.TagValueLimit));
        }

        return FakeAnswer.Json([]);
    }

    /// <summary>A request with one metric or one param is a batch of one.</summary>
    internal FakeAnswer LogOne(FakeRequest request, string list)
    {
        var item = new JsonObject(request.Fields.Where(field => field.Key is not ("run_id" or "run_uuid")).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        request.Fields = new JsonObject { ["run_id"] = request.Text("run_id") ?? request.Text("run_uuid"), [list] = new JsonArray(item) };
        return Log(request, null);
    }

    private void Check(FakeRequest request, (string Key, string Value)[] parameters, FakeMetric[] metrics, JsonObject[] tags)
    {
        rules.CheckCounts(metrics.Length, parameters.Length, tags.Length);
        rules.CheckNames("metric", "metrics", request.List("metrics"));
        rules.CheckNames("param", "params", request.List("params"));
        rules.CheckNames("tag", "tags", tags);
        if (Array.Exists(metrics, metric => metric.Timestamp < 0))
            throw Refusal.Invalid("Got invalid timestamp for metric. Timestamp must be a nonnegative long (64-bit integer)");

        var repeated = parameters.GroupBy(param => param.Key).Where(group => group.Count() > 1).Select(group => $"'{group.Key}'").ToArray();
        if (repeated.Length > 0)
        {
            throw Refusal.Invalid(
                $"Duplicate parameter keys have been submitted: [{string.Join(", ", repeated)}]. Please ensure the request contains only one param value per param key.");
        }
    }

    private void Store(FakeRun run, (string Key, string Value)[] parameters)
    {
        var changed = parameters
            .Where(param => run.Params.TryGetValue(param.Key, out var old) && old != Kept(param))
            .Select(param => $"{{'key': '{param.Key}', 'old_value': '{run.Params[param.Key]}', 'new_value': '{param.Value}'}}")
            .ToArray();
        if (changed.Length > 0 && profile != FakeProfile.FileStore)
            throw Refusal.Invalid($"Changing param values is not allowed. Params were already logged='[{string.Join(", ", changed)}]' for run ID='{run.Id}'.");

        foreach (var param in parameters)
        {
            if (run.Params.TryGetValue(param.Key, out var old) && old != Kept(param))
            {
                throw new Refusal(
                    500,
                    "INTERNAL_ERROR",
                    $"Changing param values is not allowed. Param with key='{param.Key}' was already logged with value='{old}' for run ID='{run.Id}'. Attempted logging new value '{param.Value}'.");
            }

            run.Params[param.Key] = Kept(param);
        }
    }

    private void Store(FakeRun run, FakeMetric[] metrics)
    {
        if (profile == FakeProfile.FileStore)
        {
            foreach (var metric in metrics)
                run.Add(metric);
            return;
        }

        // A server's own de-duplication compares values, and NaN equals nothing; then the primary key strikes.
        var nans = metrics.Where(metric => double.IsNaN(metric.Value)).ToArray();
        if (nans.Distinct().Count() < nans.Length || nans.Any(run.Stored.Contains))
        {
            throw new Refusal(
                400,
                "BAD_REQUEST",
                "(sqlite3.IntegrityError) UNIQUE constraint failed: metrics.key, metrics.timestamp, metrics.step, metrics.run_uuid, metrics.value, metrics.is_nan");
        }

        foreach (var metric in metrics.Where(metric => !run.Stored.Contains(metric)))
            run.Add(metric);
    }

    private FakeMetric Metric(JsonObject item)
    {
        var value = (double?)item["value"] ?? 0;
        var kept = profile == FakeProfile.FileStore || double.IsNaN(value) ? value : Math.Clamp(value, -double.MaxValue, double.MaxValue);
        return new FakeMetric((string?)item["key"] ?? "", kept, (long?)item["timestamp"] ?? 0, (long?)item["step"] ?? 0);
    }

    private string Kept((string Key, string Value) param) => rules.Value("Param", param.Key, param.Value, rules.ParamValueLimit);
}
