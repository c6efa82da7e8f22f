using System.Text;
using System.Text.Json;

namespace KdHost.Host.Experiments;

/// <summary>Finds the line of each key of a JSON text, which System.Text.Json's documents don't keep.</summary>
internal static class JsonPositions
{
    /// <summary>Maps each dotted path (<c>grid.loss</c>, <c>grid.loss.0</c>) to its line, counted from 1.</summary>
    /// <param name="json">Text that parses; comments and trailing commas are allowed.</param>
    public static Dictionary<string, int> Of(byte[] json)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var path = new Stack<Level>();
        var (line, seen) = (1, 0);
        while (reader.Read())
        {
            for (; seen < reader.TokenStartIndex; seen++)
                line += json[seen] == '\n' ? 1 : 0;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path.Peek().Key = reader.GetString()!;
                    lines.TryAdd(Join(path), line);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    break;
                default:
                    if (path.TryPeek(out var level) && level.IsArray)
                    {
                        level.Key = level.Index++.ToString();
                        lines.TryAdd(Join(path), line);
                    }

                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        path.Push(new Level { IsArray = reader.TokenType == JsonTokenType.StartArray });
                    break;
            }
        }

        return lines;
    }

    private static string Join(Stack<Level> path) => new StringBuilder().AppendJoin('.', path.Reverse().Select(level => level.Key)).ToString();

    private sealed class Level
    {
        public string Key { get; set; } = "";

        public bool IsArray { get; init; }

        public int Index { get; set; }
    }
}
