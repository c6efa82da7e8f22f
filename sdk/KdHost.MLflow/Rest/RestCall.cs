using KdHost.MLflow.Rest.Http;

namespace KdHost.MLflow.Rest;

/// <summary>One request to a server, before it becomes HTTP.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below the tracking address, without a leading slash.</param>
internal sealed record RestCall(HttpMethod Method, string Path)
{
    internal const string Tracking = "api/2.0/mlflow/";

    internal const string Artifacts = "api/2.0/mlflow-artifacts/";

    /// <summary>Names and values of the query; null values are left out.</summary>
    internal IReadOnlyList<(string Name, string? Value)> Query { get; init; } = [];

    internal Resend Resend { get; init; }

    internal string? RunId { get; init; }

    internal static RestCall Get(string path, params (string Name, string? Value)[] query) =>
        new(HttpMethod.Get, Tracking + path) { Query = query };

    internal static RestCall Post(string path, string? runId = null) =>
        new(HttpMethod.Post, Tracking + path) { RunId = runId };

    /// <summary>A POST that makes a new thing each time.</summary>
    internal static RestCall Create(string path, string? runId = null) =>
        Post(path, runId) with { Resend = Resend.OnlyIfNotDone };

    /// <summary>Method and path, for messages.</summary>
    public override string ToString() => $"{Method} /{Path}";

    internal Uri Address(Uri server)
    {
        var query = string.Join('&', Query
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value!)}"));
        return new Uri(server, query.Length == 0 ? Path : $"{Path}?{query}");
    }
}
