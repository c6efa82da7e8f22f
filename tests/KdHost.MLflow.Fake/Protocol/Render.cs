using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>State as JSON: unset fields and empty lists are absent.</summary>
internal static class Render
{
    internal static JsonObject Experiment(FakeExperiment experiment)
    {
        var json = new JsonObject
        {
            ["experiment_id"] = experiment.Id,
            ["name"] = experiment.Name,
            ["artifact_location"] = experiment.ArtifactLocation,
            ["lifecycle_stage"] = Stage(experiment.IsDeleted),
            ["last_update_time"] = experiment.LastUpdateTime,
            ["creation_time"] = experiment.CreationTime,
        };
        return With(json, "tags", Pairs(experiment.Tags));
    }

    internal static JsonObject RunInfo(FakeRun run)
    {
        var json = new JsonObject
        {
            ["run_uuid"] = run.Id,
            ["experiment_id"] = run.ExperimentId,
            ["run_name"] = run.Name,
            ["user_id"] = run.UserId,
            ["status"] = run.Status,
            ["start_time"] = run.StartTime,
        };
        if (run.EndTime is { } end)
            json["end_time"] = end;
        json["artifact_uri"] = run.ArtifactUri;
        json["lifecycle_stage"] = Stage(run.IsDeleted);
        json["run_id"] = run.Id;
        return json;
    }

    internal static JsonObject Run(FakeRun run, FakeProfile profile, bool isNew = false)
    {
        var isFiles = profile == FakeProfile.FileStore;
        var latest = isFiles ? run.Latest.Values.OrderBy(metric => metric.Key, StringComparer.Ordinal) : run.Latest.Values.AsEnumerable();
        var data = new JsonObject();
        With(data, "metrics", latest.Select(metric => Metric(metric, isFiles ? run.Id : null)));
        With(data, "params", Pairs(run.Params));
        With(data, "tags", Pairs(run.Tags));

        var json = new JsonObject { ["info"] = RunInfo(run), ["data"] = data };
        if (profile != FakeProfile.V2 || run.Inputs.Count > 0)
            json["inputs"] = With([], "dataset_inputs", run.Inputs.Values.Select(input => (JsonObject)input.DeepClone()));
        if (isFiles || (profile == FakeProfile.V3 && !isNew))
            json["outputs"] = new JsonObject();
        return json;
    }

    internal static JsonObject Metric(FakeMetric metric, string? runId)
    {
        var json = new JsonObject
        {
            ["key"] = metric.Key,
            ["value"] = metric.Value,
            ["timestamp"] = metric.Timestamp,
            ["step"] = metric.Step,
        };
        if (runId is not null)
            json["run_id"] = runId;
        return json;
    }

    internal static JsonObject Model(FakeModel model)
    {
        var json = new JsonObject
        {
            ["name"] = model.Name,
            ["creation_timestamp"] = model.CreationTime,
            ["last_updated_timestamp"] = model.CreationTime,
        };
        if (model.Description is { } description)
            json["description"] = description;
        With(json, "tags", Pairs(model.Tags));
        return With(json, "aliases", model.Aliases.Select(alias => new JsonObject { ["alias"] = alias.Key, ["version"] = alias.Value }));
    }

    internal static JsonObject With(JsonObject json, string name, IEnumerable<JsonObject> items)
    {
        var list = new JsonArray([.. items]);
        if (list.Count > 0)
            json[name] = list;
        return json;
    }

    private static IEnumerable<JsonObject> Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value });

    private static string Stage(bool isDeleted) => isDeleted ? "deleted" : "active";
}
