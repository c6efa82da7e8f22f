using System.IO.Hashing;
using System.Text.Json;

namespace KdHost.Host.Execution.Workers;

/// <summary>What a checkpoint consists of, written into it last: a file that a disk lost or changed since then is found before anybody goes on from it.</summary>
internal static class CheckpointContents
{
    private const string FileName = "contents.json";

    /// <summary>Makes the files of a checkpoint durable and records them.</summary>
    public static void Seal(string folder)
    {
        var files = Files(folder).ToDictionary(path => Path.GetRelativePath(folder, path), Digest);
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(files));
        foreach (var path in Files(folder))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Whether a checkpoint holds what it was made with, to the bit.</summary>
    public static bool IsIntact(string folder)
    {
        try
        {
            var files = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Path.Combine(folder, FileName)))!;
            return files.All(file => Digest(Path.Combine(folder, file.Key)) == file.Value);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    private static string Digest(string path)
    {
        using var file = File.OpenRead(path);
        var hash = new XxHash128();
        hash.Append(file);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
