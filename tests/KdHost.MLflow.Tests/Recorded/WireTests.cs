using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>The client reads every recorded answer and writes every recorded request.</summary>
public sealed class WireTests
{
    private static readonly Dictionary<string, JsonTypeInfo> Requests = new()
    {
        ["experiments/create"] = WireJson.Default.WireNewExperiment,
        ["experiments/search"] = WireJson.Default.WireExperimentSearch,
        ["runs/create"] = WireJson.Default.WireNewRun,
        ["runs/log-batch"] = WireJson.Default.WireBatch,
        ["runs/search"] = WireJson.Default.WireRunSearch,
        ["runs/log-inputs"] = WireJson.Default.WireLogInputs,
        ["runs/update"] = WireJson.Default.WireRunUpdate,
        ["runs/set-tag"] = WireJson.Default.WireRunTag,
        ["runs/delete"] = WireJson.Default.WireRunId,
        ["runs/restore"] = WireJson.Default.WireRunId,
        ["registered-models/create"] = WireJson.Default.WireRegistryRequest,
        ["model-versions/create"] = WireJson.Default.WireRegistryRequest,
    };

    private static readonly Dictionary<string, JsonTypeInfo> Answers = new()
    {
        ["experiments/create"] = WireJson.Default.WireExperimentId,
        ["experiments/get-by-name"] = WireJson.Default.WireExperimentAnswer,
        ["experiments/search"] = WireJson.Default.WireExperiments,
        ["runs/create"] = WireJson.Default.WireRunAnswer,
        ["runs/get"] = WireJson.Default.WireRunAnswer,
        ["runs/search"] = WireJson.Default.WireRuns,
        ["runs/update"] = WireJson.Default.WireRunInfoAnswer,
        ["metrics/get-history"] = WireJson.Default.WireMetrics,
        ["metrics/get-history-bulk"] = WireJson.Default.WireRunMetrics,
        ["metrics/get-history-bulk-interval"] = WireJson.Default.WireRunMetrics,
        ["artifacts/list"] = WireJson.Default.WireArtifacts,
        ["registered-models/create"] = WireJson.Default.WireRegisteredModelAnswer,
        ["model-versions/create"] = WireJson.Default.WireModelVersionAnswer,
    };

    // What the client has no use for: a run's id once more, and what only newer servers tell.
    private static readonly string[] Unread =
        ["run_uuid", "outputs", "current_stage", "run_link", "last_updated_timestamp", "sqlstate", "error_class"];

    [Fact]
    public void Every_request_body_is_written_as_it_was_recorded()
    {
        var seen = 0;
        foreach (var recording in Recording.All().Where(recording => recording.Request["body"] is JsonObject && Requests.ContainsKey(Endpoint(recording))))
        {
            var body = recording.Request["body"]!;
            var type = Requests[Endpoint(recording)];
            var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(body.ToJsonString(), type), type);
            var (expected, actual) = (body.DeepClone().AsObject(), JsonNode.Parse(written)!.AsObject());
            if (recording.Name == "run-create-no-start-time-no-name")
                expected["start_time"] = 0;
            Assert.True(JsonNode.DeepEquals(Normal(expected), Normal(actual)), $"{recording.Name}: {written}");
            seen++;
        }

        Assert.True(seen > 30);
    }

    [Fact]
    public void Every_answer_is_read_without_loss()
    {
        var seen = 0;
        foreach (var recording in Recording.All().Where(recording => recording.Status == 200 && Answers.ContainsKey(Endpoint(recording))))
        {
            var body = recording.Response["body"]!;
            var type = Answers[Endpoint(recording)];
            var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(body.ToJsonString(), type), type);
            var missing = Lost(body, JsonNode.Parse(again), "$").ToArray();
            Assert.True(missing.Length == 0, $"{recording.Name}: {string.Join(", ", missing)}");
            seen++;
        }

        Assert.True(seen > 20);
    }

    [Fact]
    public void Every_refusal_has_its_code_and_text_read()
    {
        foreach (var recording in Recording.All().Where(recording => recording.Status >= 400 && recording.Response["body"] is JsonObject))
        {
            var error = JsonSerializer.Deserialize(recording.Response["body"]!.ToJsonString(), WireJson.Default.WireError)!;
            Assert.Equal((string?)recording.Response["body"]!["error_code"], error.ErrorCode);
            Assert.Equal((string?)recording.Response["body"]!["message"], error.Message);
        }
    }

    private static string Endpoint(Recording recording) => recording.Path[(recording.Path.IndexOf("/mlflow/", StringComparison.Ordinal) + 8)..];

    private static IEnumerable<string> Lost(JsonNode? sent, JsonNode? read, string at) => (sent, read) switch
    {
        (JsonObject left, JsonObject right) => left
            .Where(pair => !Unread.Contains(pair.Key))
            .SelectMany(pair => Lost(pair.Value, right[pair.Key], $"{at}.{pair.Key}")),
        (JsonArray left, JsonArray right) when left.Count == right.Count =>
            left.Zip(right).SelectMany((pair, i) => Lost(pair.First, pair.Second, $"{at}[{i}]")),
        (JsonValue left, JsonValue right) => JsonNode.DeepEquals(left, right) || Number(left) == Number(right) ? [] : [$"{at}: {right}"],

        // A metric's own run is known already; the client keeps it only where answers mix runs.
        (JsonValue, null) when at.EndsWith("].run_id", StringComparison.Ordinal) => [],
        _ => [at],
    };

    private static double? Number(JsonValue value) => value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    // 1 and 1.0 mean the same.
    private static JsonNode? Normal(JsonNode? node) => node switch
    {
        JsonObject item => new JsonObject(item.Select(pair => KeyValuePair.Create(pair.Key, Normal(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Normal)]),
        JsonValue value when Number(value) is { } number => JsonValue.Create(number),
        _ => node?.DeepClone(),
    };
}
