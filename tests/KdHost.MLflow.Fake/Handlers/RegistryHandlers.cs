using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.Search;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>The model registry: models and aliases.</summary>
internal sealed class RegistryHandlers(FakeState state)
{
    private const string Prefix = "/api/2.0/mlflow/registered-models/";

    internal void Add(Routes routes)
    {
        routes.Post("registered-models/create", CreateModel);
        routes.Post("registered-models/rename", Rename);
        routes.Get("registered-models/get", request => Answer(state.Model(request.Query("name"))));
        routes.Get("registered-models/search", Search);
        routes.Add("PATCH", Prefix + "update", Update, Shapes.Of("registered-models/update"));
        routes.Add("DELETE", Prefix + "delete", request => Do(() => state.Models.Remove(state.Model(request.Text("name")).Name)), Shapes.Of("registered-models/delete"));
        routes.Post("registered-models/set-tag", request => Do(() => state.Model(request.Text("name")).Tags[request.Text("key") ?? ""] = request.Text("value") ?? ""));
        routes.Add("DELETE", Prefix + "delete-tag", request => Do(() => state.Model(request.Text("name")).Tags.Remove(request.Text("key") ?? "")), Shapes.Of("registered-models/delete-tag"));
        routes.Post("registered-models/alias", request => Do(() =>
        {
            var version = state.Version(request.Text("name"), request.Text("version"));
            state.Model(request.Text("name")).Aliases[request.Text("alias") ?? ""] = (string)version["version"]!;
        }));
        routes.Add("DELETE", Prefix + "alias", request => Do(() => state.Model(request.Text("name")).Aliases.Remove(request.Text("alias") ?? "")), Shapes.Of("registered-models/alias-delete"));
        routes.Get("registered-models/alias", ByAlias);
    }

    private FakeAnswer CreateModel(FakeRequest request)
    {
        var name = request.Text("name") ?? "";
        if (state.Models.ContainsKey(name))
            throw Refusal.Exists($"Registered Model (name={name}) already exists.");
        var model = new FakeModel { Name = name, Description = request.Text("description"), CreationTime = FakeState.Now };
        state.Models.Add(name, model);
        return Answer(model);
    }

    private FakeAnswer Rename(FakeRequest request)
    {
        var model = state.Model(request.Text("name"));
        var name = request.Text("new_name") ?? "";
        if (state.Models.ContainsKey(name))
            throw Refusal.Exists($"Registered Model (name={name}) already exists.");
        state.Models.Remove(model.Name);
        model.Name = name;
        foreach (var version in model.Versions)
            version["name"] = name;
        state.Models.Add(name, model);
        return Answer(model);
    }

    private FakeAnswer Update(FakeRequest request)
    {
        var model = state.Model(request.Text("name"));
        model.Description = request.Text("description");
        return Answer(model);
    }

    private FakeAnswer Search(FakeRequest request)
    {
        var models = state.Models.Values.Where(model => NameFilter.Holds(request.Query("filter"), model.Name)).ToArray();
        return Pages.Answer("registered_models", models, Render.Model, request.Query("page_token"), int.Parse(request.Query("max_results") ?? "100", System.Globalization.CultureInfo.InvariantCulture));
    }

    private FakeAnswer ByAlias(FakeRequest request) =>
        state.Model(request.Query("name")).Aliases.TryGetValue(request.Query("alias") ?? "", out var version)
            ? VersionHandlers.Answer(state.Version(request.Query("name"), version))
            : throw Refusal.Invalid($"Registered model alias {request.Query("alias")} not found.");

    private static FakeAnswer Do(Action work)
    {
        work();
        return FakeAnswer.Json([]);
    }

    private static FakeAnswer Answer(FakeModel model) => FakeAnswer.Json(new JsonObject { ["registered_model"] = Render.Model(model) });
}
