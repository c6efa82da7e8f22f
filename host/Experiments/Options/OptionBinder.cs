using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Options;

/// <summary>Turns the parameters of a point into a method's options record, or into faults.</summary>
internal static class OptionBinder
{
    /// <summary>Checks single values: unknown keys, types, ranges, names.</summary>
    /// <param name="schema">The method's options.</param>
    /// <param name="parameters">Values by dotted path.</param>
    /// <param name="at">Makes a fault at the place where a path was declared.</param>
    public static IEnumerable<Fault> Check(OptionSchema schema, IEnumerable<KeyValuePair<string, JsonNode?>> parameters, Func<string, string, Fault> at)
    {
        foreach (var (path, value) in parameters)
        {
            if (schema.Find(path) is not { } option)
            {
                var names = schema.Options.Select(o => o.Path).ToList();
                yield return schema.IsGroup(path)
                    ? at(path, "this is a group of options, not a value") with { Found = Show(value), Expected = $"{{ … }} with some of: {string.Join(", ", names.Where(n => n.StartsWith(path + ".", StringComparison.Ordinal)))}", Fix = "set one of them" }
                    : at(path, "there is no such option") with { Found = path, Expected = $"one of: {string.Join(", ", names)}", Fix = Nearest.To(path, names) is { } near ? $"did you mean \"{near}\"?" : "remove it" };
            }
            else if (Check(option, value, path, at) is { } fault)
            {
                yield return fault;
            }
        }
    }

    /// <summary>Checks one value of an option; null when it fits.</summary>
    public static Fault? Check(OptionInfo option, JsonNode? value, string path, Func<string, string, Fault> at) =>
        Fits(option, value) ? null : at(path, Problem(option, value)) with { Found = Show(value), Expected = option.Expected, Fix = Remedy(option, value) };

    /// <summary>Completes values that passed <see cref="Check(OptionSchema, IEnumerable{KeyValuePair{string, JsonNode}}, Func{string, string, Fault})"/>; what is not given has the default of the schema.</summary>
    public static BoundOptions Bind(OptionSchema schema, IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        var instance = Deserialize(schema, schema.Options.ToDictionary(option => option.Path, option => parameters.TryGetValue(option.Path, out var value) ? value : option.Default));
        var complete = (JsonObject)JsonSerializer.SerializeToNode(instance, schema.Type, OptionJson.Settings)!;
        return new BoundOptions(schema, new SortedDictionary<string, JsonNode?>(FlatJson.Flatten(complete), StringComparer.Ordinal));
    }

    /// <summary>The options record with these values.</summary>
    /// <param name="schema">The method's options.</param>
    /// <param name="values">Valid values of all options by path.</param>
    public static object Deserialize(OptionSchema schema, IReadOnlyDictionary<string, JsonNode?> values)
    {
        var tree = new JsonObject();
        foreach (var (path, value) in values)
            FlatJson.Set(tree, path, value?.DeepClone());
        return tree.Deserialize(schema.Type, OptionJson.Settings)!;
    }

    /// <summary>The text of a value as the bound record gives it: equal for all spellings of one value. Null when the value does not fit.</summary>
    public static string? Canonical(OptionInfo option, JsonNode? value)
    {
        if (!Fits(option, value))
            return null;
        return value is null ? "null" : JsonSerializer.SerializeToNode(value.Deserialize(option.Type, OptionJson.Settings), option.Type, OptionJson.Settings)?.ToJsonString() ?? "null";
    }

    private static bool Fits(OptionInfo option, JsonNode? value)
    {
        if (value is null)
            return option.IsNullable;
        if (option.Choices.Count > 0)
            return value.GetValueKind() == JsonValueKind.String && (option.Names?.Accepts(value.GetValue<string>()) ?? option.Choices.Contains(value.GetValue<string>()));
        object? bound;
        try
        {
            bound = value.Deserialize(option.Type, OptionJson.Settings);
        }
        catch (JsonException)
        {
            return false;
        }

        // A literal too large for its type, such as 1e400, binds to infinity.
        var number = option.IsNumber ? Convert.ToDouble(bound, CultureInfo.InvariantCulture) : 0;
        return double.IsFinite(number) && (option.Range is not { } range || (number >= range.Minimum && number <= range.Maximum));
    }

    private static string Problem(OptionInfo option, JsonNode? value) =>
        option.Choices.Count > 0 && value?.GetValueKind() == JsonValueKind.String ? $"there is no {(option.Names?.Kind ?? "value")} \"{value}\""
        : option.IsNumber && value?.GetValueKind() == JsonValueKind.Number && !(option.IsInteger && HasPoint(value)) ? "the number is out of range"
        : "the value has the wrong type";

    private static string Remedy(OptionInfo option, JsonNode? value) =>
        option.Choices.Count > 0 && value?.GetValueKind() == JsonValueKind.String ? Nearest.Fix(value.GetValue<string>(), option.Choices)
        : option.IsNumber && value?.GetValueKind() == JsonValueKind.String ? "write the number without quotes"
        : option.IsInteger && HasPoint(value) && value!.GetValue<double>() % 1 == 0 ? FormattableString.Invariant($"write {value.GetValue<double>():0}")
        : option.Default is { } standard ? $"the default is {Show(standard)}" : "change the value";

    // 0.5, and also 100.0 and 1e2: a whole number is written without point and exponent.
    private static bool HasPoint(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E');

    private static string Show(JsonNode? value) => value?.ToJsonString() ?? "null";
}
