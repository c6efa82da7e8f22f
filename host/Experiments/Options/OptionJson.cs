using System.Text.Json;
using System.Text.Json.Serialization;

namespace KdHost.Host.Experiments.Options;

/// <summary>How options are written in JSON: camel-case keys, enumerations as lower-case words joined by hyphens.</summary>
internal static class OptionJson
{
    public static readonly JsonSerializerOptions Settings = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        IgnoreReadOnlyProperties = true, // what can't be set is no hyper-parameter
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>An enumeration's name as the word that stands in files.</summary>
    public static string Word(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
