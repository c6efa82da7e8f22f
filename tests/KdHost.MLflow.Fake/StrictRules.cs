using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;

namespace KdHost.MLflow.Fake;

/// <summary>What a real server lets pass although it harms.</summary>
internal static class StrictRules
{
    private const int BodyLimit = 1_000_000;

    private static readonly ServerRules Oldest = new(FakeProfile.V2);

    internal static IEnumerable<string> Violations(FakeRequest request, LenientBody body)
    {
        foreach (var fault in body.Faults)
            yield return fault;
        if (request.Path.EndsWith("/runs/create", StringComparison.Ordinal) && body.Content["start_time"] is null)
            yield return "start_time is missing: the run would begin in 1970";
        if (request.Path.EndsWith("/metrics/get-history", StringComparison.Ordinal) && request.Query("max_results") is null)
            yield return "max_results is missing: MLflow 3 would answer nothing";
        if (request.Body.Length > BodyLimit)
            yield return $"the body has {request.Body.Length} bytes";
        foreach (var name in Names(body.Content).Where(name => !IsLegal(name)))
            yield return $"MLflow 2.9 refuses the name {name}";
    }

    private static IEnumerable<string> Names(JsonObject body) =>
        new[] { "metrics", "params", "tags" }
            .SelectMany(list => (body[list] as JsonArray ?? []).Select(item => (string?)item?["key"]))
            .OfType<string>();

    private static bool IsLegal(string name)
    {
        try
        {
            Oldest.CheckName("name", "name", name);
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }
}
