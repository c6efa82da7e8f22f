using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Reports;

/// <summary>Keeps what the trials of a grid have in common once: names of parameters and metrics, and equal values. A grid of 100 000 trials fits into memory for it.</summary>
internal sealed class ValuePool
{
    private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode> _values = new(StringComparer.Ordinal);

    /// <summary>The leaves of an object by dotted path.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Flatten(JsonObject tree)
    {
        var leaves = FlatJson.Flatten(tree);
        return new Values<JsonNode?>(Names(leaves.Keys), [.. leaves.Values.Select(Shared)]);
    }

    /// <summary>Numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Compact(IReadOnlyDictionary<string, double> numbers) => new Values<double>(Names(numbers.Keys), [.. numbers.Values]);

    private string[] Names(IEnumerable<string> names)
    {
        var key = string.Join('\n', names);
        return _names.TryGetValue(key, out var known) ? known : _names[key] = [.. names];
    }

    private JsonNode? Shared(JsonNode? value)
    {
        if (value is null)
            return null;
        var text = value.ToJsonString();
        return _values.TryGetValue(text, out var known) ? known : _values[text] = value.DeepClone();
    }

    /// <summary>Few values by name, in order.</summary>
    private sealed class Values<T>(string[] names, T[] values) : IReadOnlyDictionary<string, T>
    {
        public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"there is no {key}");

        public IEnumerable<string> Keys => names;

        IEnumerable<T> IReadOnlyDictionary<string, T>.Values => values;

        public int Count => names.Length;

        public bool ContainsKey(string key) => Array.IndexOf(names, key) >= 0;

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
        {
            var place = Array.IndexOf(names, key);
            value = place < 0 ? default : values[place];
            return place >= 0;
        }

        public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => names.Zip(values, KeyValuePair.Create).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
