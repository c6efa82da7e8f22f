using System.Text.Json;
using System.Text.Unicode;
using KdHost.Sdk.Faults;

namespace KdHost.Host.RunDirectories;

/// <summary>Reads the JSON that the host itself wrote into a run directory. It appears whole or not at all, so one that can't be read was damaged later.</summary>
internal static class RecordFile
{
    /// <summary>What records are written and read with: a value that is missing, or there twice, is damage.</summary>
    public static JsonSerializerOptions Settings { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The same for records that people open, one value a line.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Settings) { WriteIndented = true };

    /// <summary>Reads a file.</summary>
    /// <exception cref="FaultException">The file is damaged.</exception>
    public static T Read<T>(string path, JsonSerializerOptions settings) => Parse<T>(File.ReadAllBytes(path), path, settings);

    /// <summary>Reads a file of one record a line.</summary>
    /// <exception cref="FaultException">The file is damaged.</exception>
    public static IEnumerable<T> ReadLines<T>(string path, JsonSerializerOptions settings) =>
        File.ReadLines(path).Select(line => Parse<T>(System.Text.Encoding.UTF8.GetBytes(line), path, settings));

    private static T Parse<T>(byte[] content, string path, JsonSerializerOptions settings)
    {
        try
        {
            if (!Utf8.IsValid(content))
                throw new JsonException("bytes that are not text");
            return JsonSerializer.Deserialize<T>(content, settings) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or ArgumentException) // the latter for a name that an object has twice
        {
            throw Damaged(path, content.Length == 0 ? "nothing in it" : error.Message, error);
        }
    }

    /// <summary>The fault that names a damaged file.</summary>
    public static FaultException Damaged(string path, string found, Exception? cause = null) => new(
        new Fault("this file of the run directory is damaged")
        {
            File = path,
            Found = found,
            Expected = "the record that kd wrote",
            Fix = "restore it from a backup, or remove it: what it told is then found out or computed again",
        },
        cause);
}
