using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>A JSON file of the user's, with the place of each key. Comments and trailing commas are allowed.</summary>
/// <param name="Root">The content, with dotted keys inside its sections written as nested objects.</param>
/// <param name="Places">File and line of each dotted path; an override has no line.</param>
internal sealed record JsonFile(JsonObject Root, IReadOnlyDictionary<string, (string File, int? Line)> Places)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <exception cref="FaultException">The file is missing, unreadable or not a JSON object.</exception>
    public static JsonFile Read(string path)
    {
        var bytes = ReadBytes(path);
        try
        {
            if (JsonNode.Parse(bytes, documentOptions: Lenient) is not JsonObject root)
                throw new FaultException(new Fault("this is not a JSON object") { File = path, Line = 1, Expected = "{ … }", Fix = "see experiments/quickstart.json for an example" });
            foreach (var (section, value) in root.ToList())
                root[section] = value is JsonObject inner ? FlatJson.Nest(inner) : value;
            return new JsonFile(root, JsonPositions.Of(bytes).ToDictionary(pair => pair.Key, pair => (path, (int?)pair.Value)));
        }
        catch (JsonException error)
        {
            throw new FaultException(
                new Fault("this is not JSON")
                {
                    File = path,
                    Line = (int?)error.LineNumber + 1,
                    Found = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0],
                    Expected = "JSON (comments and trailing commas are allowed)",
                    Fix = "mend the syntax there; an editor that knows JSON marks the place",
                },
                error);
        }
    }

    /// <summary>A fault at a key of this file: the place of the key, or of its nearest ancestor that stands in a file.</summary>
    public Fault At(string key, string problem)
    {
        for (var path = key; ; path = path[..Math.Max(0, path.LastIndexOf('.'))])
        {
            if (Places.TryGetValue(path, out var place))
                return new Fault(problem) { File = place.File, Line = place.Line, Key = key };
            if (path.Length == 0)
                return new Fault(problem) { Key = key, File = Places.Values.Select(p => p.File).FirstOrDefault() };
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var missing = error is FileNotFoundException or DirectoryNotFoundException;
            throw new FaultException(
                new Fault(missing ? "there is no such file" : "the file can't be read")
                {
                    File = path,
                    Found = missing ? $"nothing at {Path.GetFullPath(path)}" : error.Message,
                    Expected = "an experiment file",
                    Fix = "check the path; experiments/quickstart.json is one to start from",
                },
                error);
        }
    }
}
