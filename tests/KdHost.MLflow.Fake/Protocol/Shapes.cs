namespace KdHost.MLflow.Fake.Protocol;

/// <summary>What each POST, PATCH and DELETE endpoint reads.</summary>
internal static class Shapes
{
    private const string Tags = "tags [key s, value s]";

    private const string Metrics = "metrics [key s, value d, timestamp i, step i, run_id s]";

    private static readonly Dictionary<string, Shape> All = new Dictionary<string, string>
    {
        ["experiments/create"] = $"name s, artifact_location s, {Tags}",
        ["experiments/search"] = "max_results i, page_token s, filter s, order_by s*, view_type s",
        ["experiments/update"] = "experiment_id s, new_name s",
        ["experiments/delete"] = "experiment_id s",
        ["experiments/restore"] = "experiment_id s",
        ["experiments/set-experiment-tag"] = "experiment_id s, key s, value s",
        ["runs/create"] = $"experiment_id s, user_id s, run_name s, start_time i, {Tags}",
        ["runs/update"] = "run_id s, run_uuid s, status s, end_time i, run_name s",
        ["runs/delete"] = "run_id s",
        ["runs/restore"] = "run_id s",
        ["runs/set-tag"] = "run_id s, run_uuid s, key s, value s",
        ["runs/delete-tag"] = "run_id s, key s",
        ["runs/log-batch"] = $"run_id s, {Metrics}, params [key s, value s], {Tags}",
        ["runs/log-inputs"] = $"run_id s, datasets [dataset {{name s, digest s, source_type s, source s, schema s, profile s}}, {Tags}]",
        ["runs/search"] = "experiment_ids s*, filter s, run_view_type s, max_results i, order_by s*, page_token s",
        ["mpu/create"] = "path s, num_parts i",
        ["mpu/complete"] = "path s, upload_id s, parts [part_number i, etag s, url s]",
        ["mpu/abort"] = "path s, upload_id s",
        ["registered-models/create"] = $"name s, description s, {Tags}",
        ["registered-models/rename"] = "name s, new_name s",
        ["registered-models/update"] = "name s, description s",
        ["registered-models/delete"] = "name s",
        ["registered-models/delete-tag"] = "name s, key s",
        ["registered-models/alias-delete"] = "name s, alias s",
        ["registered-models/set-tag"] = "name s, key s, value s",
        ["registered-models/alias"] = "name s, alias s, version s",
        ["model-versions/create"] = $"name s, source s, run_id s, description s, {Tags}",
        ["model-versions/set-tag"] = "name s, version s, key s, value s",
        ["logged-models"] = $"experiment_id s, name s, model_type s, source_run_id s, params [key s, value s], {Tags}",
        ["logged-models/change"] = $"model_id s, status s, {Tags}",
        ["logged-models/search"] = "experiment_ids s*, filter s, max_results i, page_token s",
        ["model-versions/update"] = "name s, version s, description s",
        ["model-versions/delete"] = "name s, version s",
        ["model-versions/delete-tag"] = "name s, version s, key s",
        ["experiments/delete-experiment-tag"] = "experiment_id s, key s",
        ["runs/outputs"] = "run_id s, models [model_id s, step i]",
        ["runs/log-metric"] = "run_id s, run_uuid s, key s, value d, timestamp i, step i",
        ["runs/log-parameter"] = "run_id s, run_uuid s, key s, value s",
    }.ToDictionary(entry => entry.Key, entry => Shape.Of(entry.Value));

    internal static Shape Of(string endpoint) => All[endpoint];
}
