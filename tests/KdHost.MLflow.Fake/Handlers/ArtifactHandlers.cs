using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Artifacts of runs, and the proxy that holds them.</summary>
internal sealed class ArtifactHandlers(FakeState state, bool isPresigned)
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    private const string Presigned = "/api/2.0/mlflow-artifacts/presigned/";

    private const string Scheme = "mlflow-artifacts:/";

    internal void Add(Routes routes)
    {
        routes.Get("artifacts/list", ListOfRun);
        routes.Add("GET", "/get-artifact", request => Get($"{Root(state.Run(request.Query("run_id")))}/{request.Query("path")}"));
        routes.Add("GET", Proxy, request => FakeAnswer.Json(List(request.Query("path") ?? "", "")));
        routes.Add("GET", Proxy + "/*", request => Get(Below(request)));
        routes.Add("PUT", Proxy + "/*", request =>
        {
            state.Artifacts[Below(request)] = request.Body;
            return FakeAnswer.Json([]);
        });
        if (isPresigned)
        {
            routes.Add("GET", Presigned + "*", request => FakeAnswer.Json(new JsonObject
            {
                ["url"] = $"{Proxy}/{request.Path[Presigned.Length..]}",
                ["headers"] = new JsonObject { ["X-Storage"] = "fake" },
            }));
        }

        routes.Add("DELETE", Proxy + "/*", request =>
        {
            state.Artifacts.TryRemove(Below(request), out _);
            return FakeAnswer.Json([]);
        });
    }

    private FakeAnswer ListOfRun(FakeRequest request)
    {
        var run = state.Run(request.Query("run_id"));
        var folder = request.Query("path");
        var body = List(folder is null ? Root(run) : $"{Root(run)}/{folder}", folder is null ? "" : folder + '/');
        var answer = new JsonObject { ["root_uri"] = run.ArtifactUri };
        if (body["files"] is { } files)
            answer["files"] = files.DeepClone();
        return FakeAnswer.Json(answer);
    }

    private JsonObject List(string folder, string prefix)
    {
        var below = state.Artifacts
            .Where(entry => entry.Key.StartsWith(folder + '/', StringComparison.Ordinal))
            .Select(entry => (Path: entry.Key[(folder.Length + 1)..], Size: entry.Value.LongLength))
            .ToArray();
        var folders = below.Where(entry => entry.Path.Contains('/')).Select(entry => entry.Path[..entry.Path.IndexOf('/')]).Distinct();
        var items = folders.Select(name => new JsonObject { ["path"] = prefix + name, ["is_dir"] = true })
            .Concat(below.Where(entry => !entry.Path.Contains('/')).Select(entry => new JsonObject
            {
                ["path"] = prefix + entry.Path,
                ["is_dir"] = false,
                ["file_size"] = entry.Size,
            }))
            .OrderBy(item => (string?)item["path"], StringComparer.Ordinal);
        return Render.With([], "files", items);
    }

    private FakeAnswer Get(string path)
    {
        if (!state.Artifacts.TryGetValue(path, out var bytes))
            throw Refusal.Missing($"The following failures occurred while downloading one or more artifacts from /fake/artifacts:\n##### File {path} #####\nNo such artifact: '{path}'");
        var name = path[(path.LastIndexOf('/') + 1)..];
        var type = name.EndsWith(".txt", StringComparison.Ordinal) ? "text/plain" : "application/octet-stream";
        return new FakeAnswer(200, type, bytes) { Disposition = $"attachment; filename={name}" };
    }

    private static string Below(FakeRequest request)
    {
        var path = request.Path[(Proxy.Length + 1)..];
        return path.Split('/').Any(part => part is ".." or "") ? throw Refusal.Invalid("Invalid path") : path;
    }

    private static string Root(FakeRun run) =>
        run.ArtifactUri.StartsWith(Scheme, StringComparison.Ordinal) ? run.ArtifactUri[Scheme.Length..] : run.ArtifactUri;
}
