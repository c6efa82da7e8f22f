using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>One request and the answer that a real server gave.</summary>
public sealed record Recording(string Name, string Version, bool IsFileStore, JsonObject Request, JsonObject Response)
{
    public string Method => (string)Request["method"]!;

    public string Path => (string)Request["path"]!;

    public int Status => (int)Response["status"]!;

    public bool IsVersion2 => Version.StartsWith("2.", StringComparison.Ordinal);

    public static IReadOnlyList<Recording> All()
    {
        var files = Directory.GetFiles(System.IO.Path.Combine(SharedData.Mlflow, "recorded"), "*.json");
        Assert.True(files.Length > 60, "recordings are missing");
        return [.. files.Order(StringComparer.Ordinal).Select(Read)];
    }

    public static Recording Of(string name) => All().Single(recording => recording.Name == name);

    /// <summary>The query in the order in which it was sent; lists repeat the name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Query() => (Request["query"] as JsonObject ?? [])
        .SelectMany(pair => (pair.Value as JsonArray ?? [pair.Value!.DeepClone()]).Select(value => KeyValuePair.Create(pair.Key, value!.ToString())));

    /// <summary>The body as it was sent, or null.</summary>
    public string? Body() => Request["body"]?.ToJsonString() ?? (string?)Request["rawBody"];

    public override string ToString() => Name;

    private static Recording Read(string file)
    {
        var json = JsonNode.Parse(File.ReadAllText(file), documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true })!.AsObject();
        return new Recording(
            (string)json["name"]!,
            (string)json["server"]!["version"]!,
            (string)json["server"]!["store"]! == "file store",
            json["request"]!.AsObject(),
            json["response"]!.AsObject());
    }
}
