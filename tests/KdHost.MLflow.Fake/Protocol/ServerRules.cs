using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>What servers refuse, in their words.</summary>
internal sealed class ServerRules(FakeProfile profile)
{
    private const int KeyLimit = 250;

    private bool IsV2 => profile == FakeProfile.V2;

    internal int ParamValueLimit => 6000;

    internal int TagValueLimit => IsV2 ? 5000 : 8000;

    /// <summary>V3 cuts silently what V2 refuses.</summary>
    internal string Value(string kind, string key, string value, int limit)
    {
        if (value.Length <= limit)
            return value;
        return IsV2
            ? throw Refusal.Invalid($"{kind} value '{value[..100]}' had length {value.Length}, which exceeded length limit of {limit}")
            : value[..limit];
    }

    internal void CheckCounts(int metrics, int parameters, int tags)
    {
        CheckCount("metrics", metrics, 1000);
        CheckCount("params", parameters, 100);
        CheckCount("tags", tags, 100);
        if (metrics + parameters + tags is var total and > 1000)
        {
            throw Refusal.Invalid(
                $"A batch logging request can contain at most 1000 metrics, params, and tags. Got {total}. Please split up the request and try again.");
        }
    }

    internal void CheckNames(string kind, string field, IEnumerable<JsonObject> items)
    {
        var index = 0;
        foreach (var item in items)
            CheckName(kind, $"{field}[{index++}].name", (string?)item["key"] ?? "");
    }

    internal void CheckName(string kind, string parameter, string name)
    {
        if (name.Length > KeyLimit)
        {
            throw Refusal.Invalid(IsV2
                ? $"{Title(kind)} name '{name}' had length {name.Length}, which exceeded length limit of {KeyLimit}"
                : $"'{Title(kind)} key' exceeds the maximum length of {KeyLimit} characters");
        }

        var normal = Normal(name);
        var hint = !IsAllowed(name)
            ? $"Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ),{(IsV2 ? "" : " colon(:)")} and slashes (/)."
            : normal == name ? null : $"Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '{normal}'";
        if (hint is not null)
            throw Refusal.Invalid(IsV2 ? $"Invalid {kind} name: '{name}'. {hint}" : $"Invalid value \"{name}\" for parameter '{parameter}' supplied: {hint}");
    }

    private static void CheckCount(string what, int count, int limit)
    {
        if (count > limit)
        {
            throw Refusal.Invalid(
                $"A batch logging request can contain at most {limit} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again.");
        }
    }

    private bool IsAllowed(string name) => name.Length > 0 && name.EnumerateRunes().All(rune =>
        Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or '.' or ' ' or '/' || (rune.Value == ':' && !IsV2));

    private static string Normal(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }

        return (name.StartsWith('/') ? "/" : "") + string.Join('/', parts);
    }

    private static string Title(string kind) => char.ToUpper(kind[0], CultureInfo.InvariantCulture) + kind[1..];
}
