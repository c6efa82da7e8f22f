using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Sections;

/// <summary>An experiment file while it is read: its content, and the faults found so far. Each section has a reader of its own.</summary>
/// <param name="file">The merged file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class Declaration(JsonFile file, FaultList faults)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file.</summary>
    public JsonFile File => file;

    /// <summary>The content.</summary>
    public JsonObject Root => file.Root;

    /// <summary>A value as it stands in a file.</summary>
    public static string Show(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";

    /// <summary>Notes a fault.</summary>
    public void Add(Fault fault) => faults.Add(fault);

    /// <summary>A fault at a key.</summary>
    public Fault At(string key, string problem) => file.At(key, problem);

    /// <summary>Notes that a value is not what it should be.</summary>
    public void AddWrong(string key, JsonNode? found, string expected, string fix) =>
        Add(At(key, "the value has the wrong type") with { Found = Show(found), Expected = expected, Fix = fix });

    /// <summary>The value of a dotted key outside of lists; null when it is not given.</summary>
    public JsonNode? Node(string key) => key.Split('.').Aggregate((JsonNode?)Root, (node, part) => (node as JsonObject)?[part]);

    /// <summary>The value of a key; the default when it is not given or, with a fault, when it is of another type.</summary>
    public T? Get<T>(string key, string expected) => Get<T>(Node(key), key, expected);

    /// <summary>The same for a value inside of a list.</summary>
    public T? Get<T>(JsonNode? node, string key, string expected)
    {
        if (node is null)
            return default;
        if (node is JsonValue value && value.TryGetValue<T>(out var result))
            return result;
        AddWrong(key, node, expected, "change the value");
        return default;
    }

    /// <summary>A whole number in a range; null when it is not given or, with a fault, wrong.</summary>
    public int? Count(string key, int minimum, int maximum)
    {
        var value = Get<int?>(key, $"a whole number from {minimum} to {maximum}");
        if (value is null || (value >= minimum && value <= maximum))
            return value;
        Add(At(key, "the number is out of range") with { Found = $"{value}", Expected = $"a whole number from {minimum} to {maximum}", Fix = "change the value" });
        return null;
    }

    /// <summary>The object at a key; null when it is not given or, with a fault, no object.</summary>
    public JsonObject? Section(string key) => Section(Node(key), key);

    /// <summary>The same for an object inside of a list.</summary>
    public JsonObject? Section(JsonNode? node, string key)
    {
        if (node is not null and not JsonObject)
            AddWrong(key, node, "an object { … }", "write the values between braces");
        return node as JsonObject;
    }

    /// <summary>The objects of a list with the key of each, such as <c>zip.0</c>; none when the list is not given.</summary>
    public IEnumerable<(string Key, JsonObject Section)> Sections(JsonNode? node, string key)
    {
        if (node is not null and not JsonArray)
            AddWrong(key, node, "a list of objects [ { … } ]", $"write [{Show(node)}]");
        foreach (var (index, item) in ((node as JsonArray) ?? []).Index())
        {
            if (Section(item, $"{key}.{index}") is { } section)
                yield return ($"{key}.{index}", section);
            else if (item is null)
                AddWrong($"{key}.{index}", item, "an object { … }", "remove it, or write the values between braces");
        }
    }

    /// <summary>Notes each key of a section that is none of the known ones.</summary>
    /// <param name="section">The section.</param>
    /// <param name="prefix">Its own key with a full stop; empty for the file itself.</param>
    /// <param name="known">The known keys.</param>
    public void CheckKeys(JsonObject section, string prefix, string[] known)
    {
        foreach (var key in section.Select(pair => pair.Key).Where(key => !known.Contains(key)))
        {
            Add(At(prefix + key, "there is no such key") with
            {
                Found = key,
                Expected = $"one of: {string.Join(", ", known.Where(k => k != "$schema"))}",
                Fix = Nearest.To(key, known) is { } near ? $"did you mean \"{near}\"?" : "remove it, or move it into \"parameters\"",
            });
        }
    }
}
