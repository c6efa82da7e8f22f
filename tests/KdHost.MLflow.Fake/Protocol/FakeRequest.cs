using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>A request with its body read to the end.</summary>
internal sealed class FakeRequest(HttpRequest request, string path, byte[] body)
{
    internal string Method { get; } = request.Method;

    /// <summary>The path below the server's prefix.</summary>
    internal string Path { get; } = path;

    internal byte[] Body { get; } = body;

    internal bool HasContentType { get; } = request.ContentType is not null;

    /// <summary>The decoded fields of a JSON body.</summary>
    internal JsonObject Fields { get; set; } = [];

    internal string BodyText => Encoding.UTF8.GetString(Body);

    internal string? Query(string name) => request.Query.TryGetValue(name, out var values) ? values[0] : null;

    internal IReadOnlyList<string> QueryAll(string name) => [.. request.Query[name].OfType<string>()];

    internal string? Text(string name) => (string?)Fields[name];

    internal long? Number(string name) => (long?)Fields[name];

    internal IEnumerable<JsonObject> List(string name) => (Fields[name] as JsonArray ?? []).OfType<JsonObject>();

    internal IReadOnlyList<string> Texts(string name) => [.. (Fields[name] as JsonArray ?? []).Select(item => (string)item!)];
}
