using System.Text.Json;
using System.Text.Json.Serialization;

namespace KdHost.Host.Execution.Workers;

/// <summary>Messages between pilot and worker: one JSON line each, on the worker's standard input and output.</summary>
internal static class WorkerProtocol
{
    /// <summary>Marks a line of the protocol; all other output is text for the log.</summary>
    public const char Mark = '\u001e';

    /// <summary>The line that asks a worker to checkpoint and stop its trial.</summary>
    public const string Stop = "stop";

    private static readonly JsonSerializerOptions Settings = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write<T>(T message) => Mark + JsonSerializer.Serialize(message, Settings);

    /// <summary>Reads a message; null when the line is not one.</summary>
    public static T? Read<T>(string line)
        where T : class => line.StartsWith(Mark) ? JsonSerializer.Deserialize<T>(line[1..], Settings) : null;
}
