using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments.Grids;

/// <summary>
/// What the values of an experiment mean to one method: the canonical text of each, and an id that is the same exactly for values
/// that the method can't tell apart, such as 1 and 1.0 for a number.
/// </summary>
internal sealed class MethodValues
{
    private const int Continuous = 1 << 30;

    private readonly IReadOnlyDictionary<string, JsonNode?> _parameters;
    private readonly IReadOnlyList<PathValues> _paths;
    private readonly OptionInfo?[] _options;
    private readonly string[][] _texts;
    private readonly int[][] _ids;
    private readonly Dictionary<string, int>[] _known;
    private readonly (string Name, int Path, JsonNode? Shared)[] _all;
    private readonly JsonNode?[][] _nodes;

    public MethodValues(MethodEntry method, IReadOnlyDictionary<string, JsonNode?> parameters, IReadOnlyList<PathValues> paths)
    {
        (Method, _parameters, _paths) = (method, parameters, paths);
        _options = [.. paths.Select(path => method.Schema.Find(path.Path))];
        _texts = [.. paths.Select((path, p) => Enumerable.Range(0, path.Listed).Select(number => Canonical(p, number)).ToArray())];
        _known = [.. paths.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        _ids = [.. _texts.Select((texts, p) => texts.Select(text => IdOf(p, text)).ToArray())];
        _nodes = [.. _texts.Select((texts, p) => _options[p] is null ? [] : texts.Select(text => JsonNode.Parse(text)).ToArray())];
        _all = [.. method.Schema.Options.OrderBy(option => option.Path, StringComparer.Ordinal).Select(option =>
            paths.Index().FirstOrDefault(item => item.Item.Path == option.Path) is { Item: not null } found ? (option.Path, found.Index, null) : (option.Path, -1, JsonNode.Parse(SharedText(option))))];
    }

    /// <summary>The method.</summary>
    public MethodEntry Method { get; }

    /// <summary>The option of a path; null when the method has none of that name.</summary>
    public OptionInfo? Option(int path) => _options[path];

    /// <summary>The value that a trial gets: the point's, else the one that all trials share, else the default.</summary>
    public JsonNode? Value(int path, int number) =>
        number != PathValues.NotGiven ? _paths[path].Value(number)
        : _parameters.TryGetValue(_paths[path].Path, out var shared) ? shared : _options[path]?.Default;

    /// <summary>The canonical text of that value.</summary>
    public string Text(int path, int number) => number < _texts[path].Length ? _texts[path][number] : Canonical(path, number);

    /// <summary>The id of that value.</summary>
    public int Id(int path, int number)
    {
        if (number < _ids[path].Length)
            return _ids[path][number];

        // Two draws from a continuum differ; to look would cost much and find nothing.
        return _paths[path].DistributionOf(number) is Choice or IntegerRange ? IdOf(path, Canonical(path, number)) : Continuous | number;
    }

    /// <summary>The ids of the values that a partial point means: the value itself, or any of a list.</summary>
    public HashSet<int> Meant(int path, JsonNode? value)
    {
        IEnumerable<JsonNode?> values = value is JsonArray list ? [value, .. list] : [value];
        return [.. values.Select(one => IdOf(path, Canonical(path, one)))];
    }

    /// <summary>All options of a point. The nodes are shared with other points: clone what goes into a document.</summary>
    public BoundOptions Bind(int[] point)
    {
        var values = new OrderedDictionary<string, JsonNode?>(_all.Length, StringComparer.Ordinal);
        foreach (var (name, path, shared) in _all)
            values.Add(name, path < 0 ? shared : point[path] < _nodes[path].Length ? _nodes[path][point[path]] : JsonNode.Parse(Canonical(path, point[path])));
        return new BoundOptions(Method.Schema, values);
    }

    /// <summary>The shared value of an option that no point gives a value, in canonical form.</summary>
    public string SharedText(OptionInfo option) => Canonical(option, _parameters.TryGetValue(option.Path, out var shared) ? shared : option.Default);

    private string Canonical(int path, int number) => Canonical(path, Value(path, number));

    private string Canonical(int path, JsonNode? value) => _options[path] is { } option ? Canonical(option, value) : Raw(value);

    private static string Canonical(OptionInfo option, JsonNode? value) => OptionBinder.Canonical(option, value) ?? Raw(value);

    private static string Raw(JsonNode? value) => value?.ToJsonString() ?? "null";

    private int IdOf(int path, string text)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_known[path], text, out var exists);
        return exists ? id : id = _known[path].Count;
    }
}
