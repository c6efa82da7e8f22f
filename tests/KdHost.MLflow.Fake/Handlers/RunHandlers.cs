using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.Search;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Runs, apart from log-batch.</summary>
internal sealed class RunHandlers(FakeState state, ServerRules rules, FakeProfile profile)
{
    private const string NameTag = "mlflow.runName";

    private static readonly string[] Statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    internal void Add(Routes routes)
    {
        routes.Post("runs/create", Create);
        routes.Get("runs/get", request => Whole(state.Run(request.Query("run_id") ?? request.Query("run_uuid"))));
        routes.Post("runs/update", Update);
        routes.Post("runs/search", request => Pages.Answer(
            "runs", RunSearcher.Find(state, request), run => Render.Run(run, profile), request.Text("page_token"), (int)(request.Number("max_results") ?? 1000)));
        routes.Post("runs/set-tag", SetTag);
        routes.Post("runs/delete-tag", DeleteTag);
        routes.Post("runs/log-inputs", LogInputs);
        routes.Post("runs/delete", request => Move(request, isDeleted: true));
        routes.Post("runs/restore", request => Move(request, isDeleted: false));
    }

    internal static void SetTag(FakeRun run, string key, string value)
    {
        run.Tags[key] = value;
        if (key == NameTag)
            run.Name = value;
    }

    private FakeAnswer Create(FakeRequest request)
    {
        var experiment = state.Experiment(request.Text("experiment_id") ?? "0");
        if (experiment.IsDeleted)
            throw Refusal.Invalid($"The experiment {experiment.Id} must be in the 'active' state. Current state is deleted.");

        var tags = request.List("tags").Select(tag => (Key: (string)tag["key"]!, Value: (string?)tag["value"] ?? "")).ToArray();
        foreach (var tag in tags)
            rules.CheckName("tag", "tags.name", tag.Key);
        var tagged = tags.FirstOrDefault(tag => tag.Key == NameTag).Value;
        var name = request.Text("run_name");
        if (!string.IsNullOrEmpty(name) && tagged is not null && tagged != name)
        {
            throw Refusal.Invalid(
                $"Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='{name}', mlflow.runName='{tagged}').");
        }

        var id = FakeState.NewId();
        var run = new FakeRun
        {
            Id = id,
            ExperimentId = experiment.Id,
            Name = name ?? tagged ?? $"invented-name-{id[..3]}",
            UserId = request.Text("user_id") ?? "",
            StartTime = request.Number("start_time") ?? 0,
            ArtifactUri = $"{experiment.ArtifactLocation}/{id}/artifacts",
        };
        foreach (var tag in tags)
            run.Tags[tag.Key] = rules.Value("Tag", tag.Key, tag.Value, rules.TagValueLimit);
        run.Tags[NameTag] = run.Name;
        state.Runs.Add(id, run);
        return FakeAnswer.Json(new JsonObject { ["run"] = Render.Run(run, profile, isNew: true) });
    }

    private FakeAnswer Whole(FakeRun run) => FakeAnswer.Json(new JsonObject { ["run"] = Render.Run(run, profile) });

    private FakeAnswer Update(FakeRequest request)
    {
        var run = state.ActiveRun(request.Text("run_id") ?? request.Text("run_uuid"));

        // An unknown word is passed over, as a type error is.
        if (request.Text("status") is { } status && Statuses.Contains(status))
            run.Status = status;
        if (request.Number("end_time") is { } end)
            run.EndTime = end;
        if (request.Text("run_name") is { Length: > 0 } name)
            SetTag(run, NameTag, name);
        return FakeAnswer.Json(new JsonObject { ["run_info"] = Render.RunInfo(run) });
    }

    private FakeAnswer SetTag(FakeRequest request)
    {
        var key = request.Text("key") ?? "";
        rules.CheckName("tag", "key", key);
        var run = state.ActiveRun(request.Text("run_id") ?? request.Text("run_uuid"));
        SetTag(run, key, rules.Value("Tag", key, request.Text("value") ?? "", rules.TagValueLimit));
        return FakeAnswer.Json([]);
    }

    private FakeAnswer DeleteTag(FakeRequest request)
    {
        var run = state.ActiveRun(request.Text("run_id"));
        return run.Tags.Remove(request.Text("key") ?? "")
            ? FakeAnswer.Json([])
            : throw Refusal.Missing($"No tag with name: {request.Text("key")} in run with id {run.Id}");
    }

    private FakeAnswer LogInputs(FakeRequest request)
    {
        var run = state.ActiveRun(request.Text("run_id"));
        foreach (var input in request.List("datasets"))
            run.Inputs[$"{input["dataset"]?["name"]} {input["dataset"]?["digest"]}"] = (JsonObject)input.DeepClone();
        return FakeAnswer.Json([]);
    }

    private FakeAnswer Move(FakeRequest request, bool isDeleted)
    {
        state.Run(request.Text("run_id")).IsDeleted = isDeleted;
        return FakeAnswer.Json([]);
    }
}
