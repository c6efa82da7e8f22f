using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Logged models, MLflow 3.</summary>
internal sealed partial class LoggedModelHandlers(FakeState state)
{
    private const string Path = "/api/2.0/mlflow/logged-models";

    internal void Add(Routes routes)
    {
        routes.Add("POST", Path, Create, Shapes.Of("logged-models"));
        routes.Add("POST", Path + "/search", Search, Shapes.Of("logged-models/search"));
        routes.Add("GET", Path + "/*", request => Answer(Model(request)));
        routes.Add("PATCH", Path + "/*", Change, Shapes.Of("logged-models/change"));
        routes.Add("DELETE", Path + "/*", Delete);
        routes.Post("runs/outputs", Outputs);
    }

    private FakeAnswer Create(FakeRequest request)
    {
        var experiment = state.Experiment(request.Text("experiment_id"));
        var id = $"m-{FakeState.NewId()}";
        var info = new JsonObject
        {
            ["model_id"] = id,
            ["experiment_id"] = experiment.Id,
            ["name"] = request.Text("name"),
            ["artifact_uri"] = $"{experiment.ArtifactLocation}/models/{id}/artifacts",
            ["status"] = "LOGGED_MODEL_PENDING",
            ["source_run_id"] = request.Text("source_run_id") ?? "",
        };
        Render.With(info, "tags", request.List("tags").Select(tag => (JsonObject)tag.DeepClone()));
        var model = new JsonObject { ["info"] = info };
        state.LoggedModels.Add(id, model);
        return Answer(model);
    }

    private FakeAnswer Search(FakeRequest request)
    {
        var experiments = request.Texts("experiment_ids");
        var run = SourceRun().Match(request.Text("filter") ?? "");
        var found = state.LoggedModels.Values
            .Where(model => experiments.Contains((string)model["info"]!["experiment_id"]!))
            .Where(model => !run.Success || (string?)model["info"]!["source_run_id"] == run.Groups["run"].Value)
            .ToArray();
        return Pages.Answer("models", found, model => (JsonObject)model.DeepClone(), request.Text("page_token"), (int)(request.Number("max_results") ?? 50));
    }

    private FakeAnswer Change(FakeRequest request)
    {
        var model = Model(request);
        if (!request.Path.EndsWith("/tags", StringComparison.Ordinal))
        {
            model["info"]!["status"] = request.Text("status");
            return Answer(model);
        }

        foreach (var tag in request.List("tags"))
        {
            var tags = WithoutTag(model, (string)tag["key"]!);
            tags.Add(tag.DeepClone());
        }

        return Answer(model);
    }

    private FakeAnswer Delete(FakeRequest request)
    {
        var model = Model(request);
        var parts = request.Path[(Path.Length + 1)..].Split('/');
        if (parts is [_, "tags", var key])
            WithoutTag(model, Uri.UnescapeDataString(key));
        else
            state.LoggedModels.Remove((string)model["info"]!["model_id"]!);
        return FakeAnswer.Json([]);
    }

    private FakeAnswer Outputs(FakeRequest request)
    {
        var run = state.ActiveRun(request.Text("run_id"));
        foreach (var output in request.List("models"))
        {
            if (!state.LoggedModels.ContainsKey((string)output["model_id"]!))
                throw Missing((string)output["model_id"]!);
            run.Outputs.Add((string)output["model_id"]!);
        }

        return FakeAnswer.Json([]);
    }

    private static JsonArray WithoutTag(JsonObject model, string key)
    {
        var tags = (model["info"]!["tags"] ??= new JsonArray()).AsArray();
        tags.RemoveAll(tag => (string?)tag?["key"] == key);
        return tags;
    }

    private JsonObject Model(FakeRequest request)
    {
        var id = request.Path[(Path.Length + 1)..].Split('/')[0];
        return state.LoggedModels.TryGetValue(id, out var model) ? model : throw Missing(id);
    }

    private static Refusal Missing(string id) => Refusal.Missing($"Logged model with ID '{id}' not found.");

    private static FakeAnswer Answer(JsonObject model) => FakeAnswer.Json(new JsonObject { ["model"] = model.DeepClone() });

    [GeneratedRegex("""source_run_id\s*=\s*'(?<run>[^']*)'""")]
    private static partial Regex SourceRun();
}
