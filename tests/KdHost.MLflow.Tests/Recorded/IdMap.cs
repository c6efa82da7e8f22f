using System.Text.Json.Nodes;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>Ids differ from server to server: translates recorded ones to those of the server at hand.</summary>
public sealed class IdMap
{
    private static readonly string[] IdFields = ["run_id", "run_uuid", "experiment_id"];

    private readonly Dictionary<string, string> _actual = [];

    public string Translate(string text)
    {
        foreach (var (recorded, actual) in _actual)
            text = text.Replace(recorded, actual, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Notes which recorded id an actual one stands for.</summary>
    public void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left)
                {
                    if (IdFields.Contains(name) && value is JsonValue && (string)value! is { Length: > 10 } id && right[name] is { } found)
                        _actual[id] = (string)found!;
                    else
                        Learn(value, right[name]);
                }

                break;
            case (JsonArray left, JsonArray right):
                foreach (var (first, second) in left.Zip(right))
                    Learn(first, second);
                break;
        }
    }
}
