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
            else if (!Fits(option, value))
            {
                yield return at(path, Problem(option, value)) with { Found = Show(value), Expected = option.Expected, Fix = Remedy(option, value) };
            }
        }
    }

    /// <summary>Makes the options record from values that passed <see cref="Check"/>.</summary>
    public static BoundOptions Bind(OptionSchema schema, IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        var tree = new JsonObject();
        foreach (var (path, value) in parameters)
            FlatJson.Set(tree, path, value?.DeepClone());
        var instance = tree.Deserialize(schema.Type, OptionJson.Settings)!;
        var complete = (JsonObject)JsonSerializer.SerializeToNode(instance, schema.Type, OptionJson.Settings)!;
        return new BoundOptions(instance, new SortedDictionary<string, JsonNode?>(FlatJson.Flatten(complete), StringComparer.Ordinal));
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
