using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Sections;

/// <summary>JSON values that are the same, however they are written: 1 and 1.0 are.</summary>
internal sealed class SameValue : IEqualityComparer<JsonNode?>
{
    public static SameValue Instance { get; } = new();

    public bool Equals(JsonNode? x, JsonNode? y) => JsonNode.DeepEquals(x, y);

    public int GetHashCode(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).GetHashCode(),
        JsonValueKind.String => value.GetValue<string>().GetHashCode(StringComparison.Ordinal),
        var kind => kind.GetHashCode(),
    };
}
