using System.Globalization;
using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Uploads in parts; the fake is its own storage.</summary>
internal sealed class UploadHandlers(FakeState state, bool isSupported)
{
    private const string Prefix = "/api/2.0/mlflow-artifacts/mpu/";

    private const string Storage = "/storage/";

    internal void Add(Routes routes)
    {
        routes.Add("POST", Prefix + "create/*", Create, Shapes.Of("mpu/create"));
        routes.Add("POST", Prefix + "complete/*", Complete, Shapes.Of("mpu/complete"));
        routes.Add("POST", Prefix + "abort/*", Abort, Shapes.Of("mpu/abort"));
        routes.Add("PUT", Storage + "*", PutPart);
    }

    private FakeAnswer Create(FakeRequest request)
    {
        if (!isSupported)
            throw Refusal.NotImplemented("Multipart upload is not supported for the current artifact repository");
        var id = FakeState.NewId();
        state.Uploads.Add(id, []);
        var slots = Enumerable.Range(1, (int)(request.Number("num_parts") ?? 1)).Select(part => new JsonObject
        {
            ["url"] = $"{Storage}{id}/{part}",
            ["part_number"] = part,
            ["headers"] = new JsonObject(),
        });
        return FakeAnswer.Json(Render.With(new JsonObject { ["upload_id"] = id }, "credentials", slots));
    }

    private FakeAnswer PutPart(FakeRequest request)
    {
        var parts = request.Path[Storage.Length..].Split('/');
        state.Uploads[parts[0]][int.Parse(parts[1], CultureInfo.InvariantCulture)] = request.Body;
        return FakeAnswer.Text("") with { ETag = $"\"{parts[0]}-{parts[1]}\"" };
    }

    private FakeAnswer Complete(FakeRequest request)
    {
        var upload = request.Text("upload_id") ?? "";
        var parts = state.Uploads[upload];
        var told = request.List("parts").Select(part => $"{part["part_number"]} {part["etag"]}");
        if (!told.SequenceEqual(parts.Keys.Select(part => $"{part} \"{upload}-{part}\"")))
            throw Refusal.Invalid("The parts are not those that were uploaded.");
        state.Artifacts[$"{request.Path[(Prefix + "complete/").Length..]}/{request.Text("path")}"] = [.. parts.Values.SelectMany(bytes => bytes)];
        state.Uploads.Remove(upload);
        return FakeAnswer.Json([]);
    }

    private FakeAnswer Abort(FakeRequest request)
    {
        state.Uploads.Remove(request.Text("upload_id") ?? "");
        return FakeAnswer.Json([]);
    }
}
