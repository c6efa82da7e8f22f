using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KdHost.Host.Cli;

/// <summary>What <c>--json</c> prints: camel-case keys, enumerations as lower-case words joined by hyphens, a figure that is not defined as null.</summary>
internal static class JsonOutput
{
    /// <summary>The flag.</summary>
    public static readonly Option<bool> Flag = new("--json") { Description = "Print JSON for programs instead of a table." };

    /// <summary>How values are written.</summary>
    public static readonly JsonSerializerOptions Settings = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for terminals and files, never inside a page
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>A value as text.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Settings);

    /// <summary>Prints a value.</summary>
    public static void Write<T>(T value)
    {
        using var output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, value, Settings); // a long list goes out while it is made
        output.WriteByte((byte)'\n');
    }
}
