using System.Text.Json;
using KdHost.Sdk.Faults;

namespace KdHost.Host.RunDirectories;

/// <summary>Reads the JSON that the host itself wrote into a run directory. It appears whole or not at all, so one that can't be read was damaged later.</summary>
internal static class RecordFile
{
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
            return JsonSerializer.Deserialize<T>(content, settings) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new FaultException(
                new Fault("this file of the run directory is damaged")
                {
                    File = path,
                    Found = content.Length == 0 ? "nothing in it" : error.Message,
                    Expected = "the record that kd wrote",
                    Fix = "restore it from a backup, or remove it: what it told is then found out or computed again",
                },
                error);
        }
    }
}
