using System.Globalization;
using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.Search;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>The model registry: versions.</summary>
internal sealed class VersionHandlers(FakeState state)
{
    private const string Prefix = "/api/2.0/mlflow/model-versions/";

    internal void Add(Routes routes)
    {
        routes.Post("model-versions/create", Create);
        routes.Get("model-versions/get", request => Answer(state.Version(request.Query("name"), request.Query("version"))));
        routes.Get("model-versions/get-download-uri", request =>
            FakeAnswer.Json(new JsonObject { ["artifact_uri"] = state.Version(request.Query("name"), request.Query("version"))["source"]?.DeepClone() }));
        routes.Get("model-versions/search", Search);
        routes.Add("PATCH", Prefix + "update", Update, Shapes.Of("model-versions/update"));
        routes.Add("DELETE", Prefix + "delete", Delete, Shapes.Of("model-versions/delete"));
        routes.Post("model-versions/set-tag", SetTag);
        routes.Add("DELETE", Prefix + "delete-tag", DeleteTag, Shapes.Of("model-versions/delete-tag"));
    }

    internal static FakeAnswer Answer(JsonObject version) => FakeAnswer.Json(new JsonObject { ["model_version"] = version.DeepClone() });

    private FakeAnswer Create(FakeRequest request)
    {
        var model = state.Model(request.Text("name"));
        var now = FakeState.Now;
        var version = new JsonObject
        {
            ["name"] = model.Name,
            ["version"] = Convert.ToString(++model.LastVersion, CultureInfo.InvariantCulture),
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
        return Answer(version);
    }

    private FakeAnswer Search(FakeRequest request)
    {
        var versions = state.Models.Values
            .Where(model => NameFilter.Holds(request.Query("filter"), model.Name))
            .SelectMany(model => model.Versions)
            .Select(version => (JsonObject)version.DeepClone());
        return FakeAnswer.Json(Render.With([], "model_versions", versions));
    }

    private FakeAnswer Update(FakeRequest request)
    {
        var version = Of(request);
        version["description"] = request.Text("description");
        return Answer(version);
    }

    private FakeAnswer Delete(FakeRequest request)
    {
        state.Model(request.Text("name")).Versions.Remove(Of(request));
        return FakeAnswer.Json([]);
    }

    private FakeAnswer SetTag(FakeRequest request)
    {
        var tags = WithoutTag(request);
        tags.Add(new JsonObject { ["key"] = request.Text("key"), ["value"] = request.Text("value") });
        return FakeAnswer.Json([]);
    }

    private FakeAnswer DeleteTag(FakeRequest request)
    {
        WithoutTag(request);
        return FakeAnswer.Json([]);
    }

    private JsonArray WithoutTag(FakeRequest request)
    {
        var tags = (Of(request)["tags"] ??= new JsonArray()).AsArray();
        tags.RemoveAll(tag => (string?)tag?["key"] == request.Text("key"));
        return tags;
    }

    private JsonObject Of(FakeRequest request) => state.Version(request.Text("name"), request.Text("version"));
}
