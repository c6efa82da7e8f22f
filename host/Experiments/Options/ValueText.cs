using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>Values of options in words.</summary>
internal static class ValueText
{
    private const int LongNumber = 10;

    /// <summary>A value on one line: texts without quotes.</summary>
    public static string Of(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary>The same for people: numbers that were drawn have seventeen digits, which nobody wants to read.</summary>
    public static string Short(JsonNode? value) =>
        Of(value) is { Length: > LongNumber } && value?.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>().ToString("G4", CultureInfo.InvariantCulture) : Of(value);
}
