using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>What the server says about itself.</summary>
internal static class ServerHandlers
{
    internal static void Add(Routes routes, FakeProfile profile)
    {
        routes.Add("GET", "/health", _ => FakeAnswer.Text("OK"));
        routes.Add("GET", "/version", _ => FakeAnswer.Text(profile == FakeProfile.V2 ? "2.9.3.dev0" : "3.11.2.dev0"));
        if (profile != FakeProfile.V2)
        {
            routes.Add("GET", "/api/3.0/mlflow/server-info", _ => FakeAnswer.Json(new JsonObject
            {
                ["store_type"] = profile == FakeProfile.FileStore ? "FileStore" : "SqlStore",
                ["workspaces_enabled"] = false,
            }));
        }
    }
}
