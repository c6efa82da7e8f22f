using System.Globalization;
using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>The model registry.</summary>
internal sealed class RegistryHandlers(FakeState state)
{
    internal void Add(Routes routes)
    {
        routes.Post("registered-models/create", CreateModel);
        routes.Get("registered-models/get", request => Answer("registered_model", Render.Model(state.Model(request.Query("name")))));
        routes.Add("DELETE", "/api/2.0/mlflow/registered-models/delete", DeleteModel, Shapes.Of("registered-models/delete"));
        routes.Post("registered-models/set-tag", request =>
        {
            state.Model(request.Text("name")).Tags[request.Text("key") ?? ""] = request.Text("value") ?? "";
            return FakeAnswer.Json([]);
        });
        routes.Post("registered-models/alias", request =>
        {
            var version = Version(request.Text("name"), request.Text("version"));
            state.Model(request.Text("name")).Aliases[request.Text("alias") ?? ""] = (string)version["version"]!;
            return FakeAnswer.Json([]);
        });
        routes.Get("registered-models/alias", ByAlias);
        routes.Post("model-versions/create", CreateVersion);
        routes.Get("model-versions/search", Search);
        routes.Post("model-versions/set-tag", SetVersionTag);
    }

    private FakeAnswer CreateModel(FakeRequest request)
    {
        var name = request.Text("name") ?? "";
        if (state.Models.ContainsKey(name))
            throw Refusal.Exists($"Registered Model (name={name}) already exists.");
        var model = new FakeModel { Name = name, Description = request.Text("description"), CreationTime = FakeState.Now };
        state.Models.Add(name, model);
        return Answer("registered_model", Render.Model(model));
    }

    private FakeAnswer DeleteModel(FakeRequest request)
    {
        state.Models.Remove(state.Model(request.Text("name")).Name);
        return FakeAnswer.Json([]);
    }

    private FakeAnswer CreateVersion(FakeRequest request)
    {
        var model = state.Model(request.Text("name"));
        var now = FakeState.Now;
        var version = new JsonObject
        {
            ["name"] = model.Name,
            ["version"] = Convert.ToString(model.Versions.Count + 1, CultureInfo.InvariantCulture),
            ["creation_timestamp"] = now,
            ["last_updated_timestamp"] = now,
            ["current_stage"] = "None",
            ["description"] = request.Text("description") ?? "",
            ["source"] = request.Text("source"),
            ["run_id"] = request.Text("run_id") ?? "",
            ["status"] = "READY",
            ["run_link"] = "",
        };
        model.Versions.Add(version);
        return Answer("model_version", (JsonObject)version.DeepClone());
    }

    private FakeAnswer ByAlias(FakeRequest request) =>
        state.Model(request.Query("name")).Aliases.TryGetValue(request.Query("alias") ?? "", out var version)
            ? Answer("model_version", (JsonObject)Version(request.Query("name"), version).DeepClone())
            : throw Refusal.Invalid($"Registered model alias {request.Query("alias")} not found.");

    private FakeAnswer Search(FakeRequest request)
    {
        var filter = request.Query("filter") ?? "";
        var versions = state.Models.Values
            .Where(model => filter.Length == 0 || filter == $"name = '{model.Name}'")
            .SelectMany(model => model.Versions)
            .Select(version => (JsonObject)version.DeepClone());
        return FakeAnswer.Json(Render.With([], "model_versions", versions));
    }

    private FakeAnswer SetVersionTag(FakeRequest request)
    {
        var version = Version(request.Text("name"), request.Text("version"));
        var tags = (version["tags"] ??= new JsonArray()).AsArray();
        tags.Add(new JsonObject { ["key"] = request.Text("key"), ["value"] = request.Text("value") });
        return FakeAnswer.Json([]);
    }

    private JsonObject Version(string? name, string? version) =>
        state.Model(name).Versions.Find(found => (string?)found["version"] == version)
        ?? throw Refusal.Missing($"Model Version (name={name}, version={version}) not found");

    private static FakeAnswer Answer(string name, JsonObject body) => FakeAnswer.Json(new JsonObject { [name] = body });
}
