using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Search;

/// <summary>What of a run can be searched and sorted by.</summary>
internal static class RunValues
{
    private static readonly string[] Attributes = ["run_name", "end_time", "artifact_uri", "run_id", "start_time", "user_id", "status"];

    /// <summary>A <see cref="double"/>, a <see cref="string"/>, or null when the run has no such thing.</summary>
    internal static object? Of(FakeRun run, string field, string key) => field switch
    {
        "metrics" => run.Latest.TryGetValue(key, out var metric) ? metric.Value : null,
        "params" => run.Params.TryGetValue(key, out var param) ? param : null,
        "tags" => run.Tags.TryGetValue(key, out var tag) ? tag : null,
        _ => key switch
        {
            "run_id" => run.Id,
            "run_name" => run.Name,
            "status" => run.Status,
            "user_id" => run.UserId,
            "artifact_uri" => run.ArtifactUri,
            "start_time" => (double)run.StartTime,
            _ => run.EndTime is { } end ? (double)end : null,
        },
    };

    internal static void CheckAttribute(string key)
    {
        if (!Attributes.Contains(key))
            throw Refusal.Invalid($"Invalid attribute key '{key}' specified. Valid keys are '{{{string.Join(", ", Attributes.Select(name => $"'{name}'"))}}}'");
    }
}
