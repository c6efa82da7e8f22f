using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>
/// Reads a body as MLflow does: a value of a wrong type ends the reading silently, and what was read until then counts.
/// What went wrong is noted, for strict mode.
/// </summary>
internal sealed class LenientBody
{
    // Marks what Python's parser accepts and JSON does not have.
    private const string BareMark = "\u0001";

    private readonly List<string> _faults = [];

    private LenientBody()
    {
    }

    internal JsonObject Content { get; } = [];

    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>Null when the text is not even JSON in Python's wider sense.</summary>
    internal static LenientBody? Read(string text, Shape shape)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(MarkBareNumbers(text));
        }
        catch (JsonException)
        {
            return null;
        }

        var body = new LenientBody();
        if (root is JsonObject source)
            body.TryRead(source, shape, body.Content);
        else
            body._faults.Add("the body is not an object");
        return body;
    }

    private bool TryRead(JsonObject source, Shape shape, JsonObject into)
    {
        foreach (var (name, value) in source)
        {
            if (!shape.Fields.TryGetValue(name, out var field))
            {
                _faults.Add($"unknown field {name}");
                continue;
            }

            if (value is null)
                continue;
            if (!(field.IsList ? TryReadList(name, value, field, into) : TryReadOne(name, value, field, item => into[name] = item)))
                return false;
        }

        return true;
    }

    private bool TryReadList(string name, JsonNode value, Shape.Field field, JsonObject into)
    {
        if (value is not JsonArray items)
            return Wrong(name, value);
        var list = new JsonArray();
        into[name] = list;
        return items.All(item => item is not null && TryReadOne(name, item, field, list.Add));
    }

    private bool TryReadOne(string name, JsonNode value, Shape.Field field, Action<JsonNode> keep)
    {
        if (field.Inner is { } inner)
        {
            var kept = new JsonObject();
            keep(kept);
            return value is JsonObject item ? TryRead(item, inner, kept) : Wrong(name, value);
        }

        JsonNode? read = (field.Kind, value.GetValueKind()) switch
        {
            ('s', JsonValueKind.String) => Text(value),
            ('i', JsonValueKind.Number) when value.AsValue().TryGetValue<long>(out var number) => number,
            ('i', JsonValueKind.String) when long.TryParse(value.GetValue<string>(), out var number) => number,
            ('d', JsonValueKind.Number) => value.GetValue<double>(),
            ('d', JsonValueKind.String) => value.GetValue<string>() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                var text when double.TryParse(text, out var number) => number,
                _ => null,
            },
            _ => null,
        };
        if (read is null)
            return Wrong(name, value);
        keep(read);
        return true;
    }

    private static JsonValue? Text(JsonNode value) =>
        value.GetValue<string>() is var text && text.StartsWith(BareMark, StringComparison.Ordinal) ? null : JsonValue.Create(text);

    private bool Wrong(string name, JsonNode value)
    {
        var shown = value.ToJsonString().Replace("\\u0001", "bare ", StringComparison.Ordinal);
        _faults.Add($"wrong type for {name}: {shown}");
        return false;
    }

    private static string MarkBareNumbers(string text)
    {
        var marked = new StringBuilder(text.Length);
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                inString = !inString;
            var word = inString ? null : Array.Find(["NaN", "-Infinity", "Infinity"], word => string.CompareOrdinal(text, i, word, 0, word.Length) == 0);
            marked.Append(word is null ? text[i].ToString() : $"\"\\u0001{word}\"");
            i += (word?.Length ?? 1) - 1;
        }

        return marked.ToString();
    }
}
