using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>Compares answers exactly, apart from what no two servers have alike: times, invented names, SQL inside messages.</summary>
public static partial class AnswerComparer
{
    public static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? actual, string at = "$")
    {
        if (Kind(recorded) != Kind(actual))
            return [$"{at}: {recorded?.ToJsonString()} was recorded, {actual?.ToJsonString()} was answered"];
        return (recorded, actual) switch
        {
            (JsonObject left, JsonObject right) => left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key))
                .SelectMany(name => OfField(name, left, right, at)),
            (JsonArray left, JsonArray right) when left.Count == right.Count =>
                left.Zip(right).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{at}[{i}]")),
            (JsonArray left, JsonArray right) => [$"{at}: {left.Count} items were recorded, {right.Count} were answered"],
            (JsonValue left, JsonValue right) when !AreEqual(left, right) =>
                [$"{at}: {left.ToJsonString()} was recorded, {right.ToJsonString()} was answered"],
            _ => [],
        };
    }

    private static IEnumerable<string> OfField(string name, JsonObject left, JsonObject right, string at)
    {
        if (left.ContainsKey(name) != right.ContainsKey(name))
            return [$"{at}.{name}: {(left.ContainsKey(name) ? "was not answered" : "was not recorded")}"];
        if (name is "creation_time" or "last_update_time" || name.EndsWith("_timestamp", StringComparison.Ordinal))
            return Kind(left[name]) == Kind(right[name]) ? [] : [$"{at}.{name}: another type"];
        if (name == "message")
            return Stable((string)left[name]!) == Stable((string)right[name]!) ? [] : [$"{at}.message: \"{left[name]}\" was recorded, \"{right[name]}\" was answered"];
        return Differences(left[name], right[name], $"{at}.{name}");
    }

    private static bool AreEqual(JsonValue left, JsonValue right) => left.GetValueKind() == JsonValueKind.Number
        ? left.GetValue<double>().Equals(right.GetValue<double>())
        : left.ToJsonString() == right.ToJsonString() || (IsInvented(left) && IsInvented(right));

    private static bool IsInvented(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String && InventedName().IsMatch(value.GetValue<string>());

    private static string Stable(string message) => Unstable().Replace(message, "…");

    private static JsonValueKind Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null => JsonValueKind.Null,
        JsonValueKind.False => JsonValueKind.True,
        var kind => kind.Value,
    };

    [GeneratedRegex("^[a-z]+-[a-z]+-[0-9a-f]+$")]
    private static partial Regex InventedName();

    [GeneratedRegex(@"(\(raised as a result.*)?\(sqlite3\.IntegrityError\).*|Valid keys are .*| from /\S*(?=:)", RegexOptions.Singleline)]
    private static partial Regex Unstable();
}
