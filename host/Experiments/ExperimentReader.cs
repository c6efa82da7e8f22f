using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Reads an experiment file: its structure, not yet the options of its methods.</summary>
internal sealed class ExperimentReader
{
    private static readonly string[] Keys = ["$schema", "extends", "name", "method", "parameters", "grid", "seeds", "objective", "compare", "resources"];

    private readonly JsonFile _file;
    private readonly FaultList _faults = new();

    private ExperimentReader(JsonFile file) => _file = file;

    /// <summary>Reads a file with the files that it extends and the user's overrides.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides"><c>key=value</c> pairs; a key without a top-level name means a parameter.</param>
    /// <exception cref="FaultException">Something is wrong; all faults are in it.</exception>
    public static Experiment Read(string path, IReadOnlyList<string> overrides)
    {
        var reader = new ExperimentReader(Overrides.Apply(ExtendedFile.Read(path), overrides, Keys));
        var experiment = reader.Read(path);
        reader._faults.ThrowIfAny();
        return experiment;
    }

    private Experiment Read(string path)
    {
        var root = _file.Root;
        CheckKeys(root, "", Keys);
        var grid = Section("grid") is { } axes ? FlatJson.Flatten(axes).Select(pair => ReadAxis(pair.Key, pair.Value)).OfType<Axis>().ToList() : [];
        var method = Get<string>("method", "the name of a method");
        var isMisspelt = root.Any(pair => !Keys.Contains(pair.Key) && Nearest.To(pair.Key, Keys) == "method"); // told already
        if (method is null && !root.ContainsKey("method") && !isMisspelt && grid.All(axis => axis.Path != "method"))
            _faults.Add(_file.At("method", "no method is named") with { Expected = "\"method\": the name of a method, or an axis \"method\" in the grid", Fix = "add \"method\"; `kd methods` lists them" });
        return new Experiment
        {
            Name = Get<string>("name", "text") ?? Path.GetFileNameWithoutExtension(path),
            File = path,
            Source = _file,
            Method = method,
            Parameters = Section("parameters") is { } parameters ? FlatJson.Flatten(parameters) : [],
            Grid = grid,
            Seeds = ReadSeeds(),
            Objective = ReadObjective(),
            Baseline = ReadBaseline(grid),
            Resources = ReadResources(),
        };
    }

    private Axis? ReadAxis(string key, JsonNode? values)
    {
        if (values is not JsonArray list)
            _faults.Add(Wrong($"grid.{key}", values, "a list of values", $"write [{Show(values)}]"));
        else if (list.Count == 0)
            _faults.Add(_file.At($"grid.{key}", "the grid is empty: this axis has no value") with { Found = "[]", Expected = "at least one value", Fix = "add values or remove the axis" });
        else
            return new Axis(key, [.. list.Where((value, i) => IsFirst(key, list, value, i))]);
        return null;
    }

    // A point that stands twice would count as two seeds of one configuration.
    private bool IsFirst(string key, JsonArray list, JsonNode? value, int index)
    {
        if (!list.Take(index).Any(earlier => JsonNode.DeepEquals(earlier, value)))
            return true;
        _faults.Add(_file.At($"grid.{key}.{index}", "this value stands twice on its axis") with { Found = Show(value), Expected = "different values", Fix = "remove one of them" });
        return false;
    }

    private List<long> ReadSeeds()
    {
        switch (_file.Root["seeds"])
        {
            case null:
                return [0];
            case JsonValue value when value.TryGetValue<int>(out var count) && count > 0:
                return [.. Enumerable.Range(0, count)];
            case JsonArray { Count: > 0 } list when list.All(seed => seed is JsonValue v && v.TryGetValue<long>(out _)):
                var seeds = list.Select(seed => seed!.GetValue<long>()).ToList();
                if (seeds.Distinct().Count() < seeds.Count)
                    _faults.Add(Wrong("seeds", list, "different seeds", "remove the repeated ones"));
                return seeds;
            case var other:
                _faults.Add(Wrong("seeds", other, "a positive whole number, or a list of whole numbers", "write 5 for the seeds 0 to 4"));
                return [0];
        }
    }

    private Objective ReadObjective()
    {
        if (Section("objective") is { } objective)
            CheckKeys(objective, "objective.", ["metric", "direction"]);
        var direction = Get<string>("objective.direction", "\"maximize\" or \"minimize\"") ?? "maximize";
        if (direction is not ("maximize" or "minimize"))
            _faults.Add(Wrong("objective.direction", direction, "\"maximize\" or \"minimize\"", "write one of the two"));
        return new Objective(Get<string>("objective.metric", "the name of a metric") ?? "test/accuracy", direction == "maximize");
    }

    private Dictionary<string, JsonNode?> ReadBaseline(IReadOnlyList<Axis> grid)
    {
        if (Section("compare") is not { } compare)
            return [];
        CheckKeys(compare, "compare.", ["baseline"]);
        var baseline = Section("compare.baseline") is { } values ? FlatJson.Flatten(values) : [];
        foreach (var (path, value) in baseline)
        {
            var axis = grid.FirstOrDefault(axis => axis.Path == path);
            if (axis is null)
                _faults.Add(_file.At($"compare.baseline.{path}", "this is not an axis of the grid") with { Found = path, Expected = $"one of: {string.Join(", ", grid.Select(a => a.Path))}", Fix = "name values of grid axes only" });
            else if (!axis.Values.Any(other => JsonNode.DeepEquals(other, value)))
                _faults.Add(_file.At($"compare.baseline.{path}", "no trial has this value") with { Found = Show(value), Expected = $"one of: {string.Join(", ", axis.Values.Select(Show))}", Fix = "name a value of that axis" });
        }

        return baseline;
    }

    private Resources ReadResources()
    {
        var standard = Resources.Default;
        if (Section("resources") is { } resources)
            CheckKeys(resources, "resources.", ["device", "threads", "workers", "retries", "timeLimit"]);
        var limit = Get<string>("resources.timeLimit", "a time such as \"00:30:00\"");
        if (!TimeSpan.TryParse(limit ?? "1", out var time) || time <= TimeSpan.Zero)
            _faults.Add(Wrong("resources.timeLimit", limit, "a time such as \"00:30:00\"", "write hours, minutes and seconds"));
        return new Resources(
            Get<string>("resources.device", "\"auto\", \"cpu\", \"cuda\" or \"cuda:0\"") ?? standard.Device,
            Count("resources.threads", 1, 1024) ?? standard.Threads,
            Count("resources.workers", 0, 1024) ?? standard.Workers,
            Count("resources.retries", 0, 100) ?? standard.Retries,
            limit is null ? null : time);
    }

    private int? Count(string key, int minimum, int maximum)
    {
        var value = Get<int?>(key, $"a whole number from {minimum} to {maximum}");
        if (value is null || (value >= minimum && value <= maximum))
            return value;
        _faults.Add(_file.At(key, "the number is out of range") with { Found = $"{value}", Expected = $"a whole number from {minimum} to {maximum}", Fix = "change the value" });
        return null;
    }

    private JsonObject? Section(string key)
    {
        var node = Node(key);
        if (node is JsonObject section)
            return section;
        if (node is not null)
            _faults.Add(Wrong(key, node, "an object { … }", "write the values between braces"));
        return null;
    }

    private T? Get<T>(string key, string expected)
    {
        if (Node(key) is not { } node)
            return default;
        if (node is JsonValue value && value.TryGetValue<T>(out var result))
            return result;
        _faults.Add(Wrong(key, node, expected, "change the value"));
        return default;
    }

    private JsonNode? Node(string key) => key.Split('.').Aggregate((JsonNode?)_file.Root, (node, part) => (node as JsonObject)?[part]);

    private void CheckKeys(JsonObject section, string prefix, string[] known)
    {
        foreach (var (key, _) in section)
        {
            if (!known.Contains(key))
                _faults.Add(_file.At(prefix + key, "there is no such key") with { Found = key, Expected = $"one of: {string.Join(", ", known.Where(k => k != "$schema"))}", Fix = Nearest.To(key, known) is { } near ? $"did you mean \"{near}\"?" : "remove it, or move it into \"parameters\"" });
        }
    }

    private Fault Wrong(string key, JsonNode? found, string expected, string fix) =>
        _file.At(key, "the value has the wrong type") with { Found = Show(found), Expected = expected, Fix = fix };

    private static string Show(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
}
