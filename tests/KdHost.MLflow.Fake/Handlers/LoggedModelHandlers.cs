using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Logged models, MLflow 3.</summary>
internal sealed class LoggedModelHandlers(FakeState state)
{
    private const string Path = "/api/2.0/mlflow/logged-models";

    internal void Add(Routes routes)
    {
        routes.Add("POST", Path, Create, Shapes.Of("logged-models"));
        routes.Add("GET", Path + "/*", request => Answer(Model(request)));
        routes.Add("PATCH", Path + "/*", Finish, Shapes.Of("logged-models/finish"));
        routes.Add("DELETE", Path + "/*", request =>
        {
            state.LoggedModels.Remove((string)Model(request)["info"]!["model_id"]!);
            return FakeAnswer.Json([]);
        });
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

    private FakeAnswer Finish(FakeRequest request)
    {
        var model = Model(request);
        model["info"]!["status"] = request.Text("status");
        return Answer(model);
    }

    private JsonObject Model(FakeRequest request)
    {
        var id = request.Path[(Path.Length + 1)..];
        return state.LoggedModels.TryGetValue(id, out var model) ? model : throw Refusal.Missing($"Logged model with ID '{id}' not found.");
    }

    private static FakeAnswer Answer(JsonObject model) => FakeAnswer.Json(new JsonObject { ["model"] = model.DeepClone() });
}
