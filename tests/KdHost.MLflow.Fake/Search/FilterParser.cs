using System.Text.RegularExpressions;
using KdHost.MLflow.Fake.Protocol;

namespace KdHost.MLflow.Fake.Search;

/// <summary>MLflow's search grammar: comparisons joined by AND.</summary>
internal static partial class FilterParser
{
    internal static List<RunCondition> Parse(string? filter)
    {
        var conditions = new List<RunCondition>();
        var rest = filter?.Trim() ?? "";
        while (rest.Length > 0)
        {
            var match = Comparison().Match(rest);
            if (!match.Success)
                throw Refusal.Invalid($"Invalid clause(s) in filter string: '{rest}'");
            conditions.Add(Read(match));
            rest = rest[match.Length..].TrimStart();
            if (rest.Length == 0)
                break;
            if (!rest.StartsWith("AND ", StringComparison.OrdinalIgnoreCase))
                throw Refusal.Invalid($"Invalid clause(s) in filter string: '{rest}'");
            rest = rest[4..].TrimStart();
        }

        return conditions;
    }

    /// <summary>A level of sorting, such as <c>metrics.`a` DESC</c>.</summary>
    internal static (string Field, string Key, bool Descending) ParseOrder(string order)
    {
        var match = Order().Match(order.Trim());
        if (!match.Success)
            throw Refusal.Invalid($"Invalid order_by clause '{order}'");
        return (Field(match), Key(match), match.Groups["direction"].Value.Equals("DESC", StringComparison.OrdinalIgnoreCase));
    }

    private static RunCondition Read(Match match)
    {
        var value = match.Groups["value"].Value;
        var texts = value.StartsWith('(')
            ? [.. Quoted().Matches(value).Select(text => Unquote(text.Value))]
            : new[] { Unquote(value) };
        var isNumber = value[0] is not ('\'' or '"' or '(');
        var (field, key) = (Field(match), Key(match));
        if (field == "metrics" && !isNumber)
            throw Refusal.Invalid($"Expected numeric value type for metric. Found {value}");
        if (field is "params" or "tags" && isNumber)
            throw Refusal.Invalid($"Expected a quoted string value for {field}. Got value {value}");
        return new RunCondition(field, key, match.Groups["operator"].Value.ToUpperInvariant(), texts);
    }

    private static string Field(Match match) => match.Groups["field"].Value switch
    {
        "metric" or "metrics" => "metrics",
        "param" or "params" or "parameters" => "params",
        "tag" or "tags" => "tags",
        "" or "attribute" or "attributes" or "attr" or "run" => "attributes",
        var other => throw Refusal.Invalid($"Invalid entity type '{other}'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"),
    };

    private static string Key(Match match)
    {
        var key = match.Groups["key"].Value.Trim('`', '"');
        if (Field(match) == "attributes")
            RunValues.CheckAttribute(key);
        return key;
    }

    private static string Unquote(string text) => text[0] is '\'' or '"' ? text[1..^1] : text;

    private const string Left = """^(?:(?<field>\w+)\.)?(?<key>`[^`]+`|"[^"]+"|[\w.]+)""";

    [GeneratedRegex(Left + """\s*(?<operator>>=|<=|!=|=|>|<|LIKE\b|ILIKE\b|IN\b)\s*(?<value>'[^']*'|"[^"]*"|\([^)]*\)|-?[\d.]+(?:[eE]-?\d+)?)""", RegexOptions.IgnoreCase)]
    private static partial Regex Comparison();

    [GeneratedRegex(Left + """(?:\s+(?<direction>ASC|DESC))?$""", RegexOptions.IgnoreCase)]
    private static partial Regex Order();

    [GeneratedRegex("""(?:'[^']*'|"[^"]*")""")]
    private static partial Regex Quoted();
}
