using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KdHost.Plugins.PartialVarianceReduction.Theory;

namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>One λ: a number, or the name of the estimator that gives it.</summary>
/// <param name="Value">The number; null where it is estimated.</param>
/// <param name="Estimator">The estimator; null for a number.</param>
public sealed record LambdaChoice(double? Value, LambdaEstimator? Estimator)
{
    private const string Prefix = "auto:";

    /// <summary>As it stands in experiment files and in the names of metrics.</summary>
    public override string ToString() => Value is { } number
        ? number.ToString(CultureInfo.InvariantCulture)
        : Prefix + Estimator!.Value.ToString().ToLowerInvariant();

    /// <summary>Reads <c>auto:NAME</c>.</summary>
    internal static LambdaChoice Parse(string text) => Enum.GetValues<LambdaEstimator>().Select(estimator => new LambdaChoice(null, estimator)).FirstOrDefault(choice => choice.ToString() == text) is { } found
        ? found
        : throw new JsonException($"\"{text}\" is no λ: write a number or {string.Join(", ", Enum.GetNames<LambdaEstimator>().Select(name => Prefix + name.ToLowerInvariant()))}");
}

/// <summary>The λ of a trial, or several that run stacked on the same sample order.</summary>
[JsonConverter(typeof(LambdaConverter))]
public sealed record LambdaSetting : IReadOnlyList<LambdaChoice>
{
    private readonly IReadOnlyList<LambdaChoice> _choices;

    /// <summary>Some λ.</summary>
    /// <param name="choices">At least one.</param>
    public LambdaSetting(IReadOnlyList<LambdaChoice> choices) => _choices = choices;

    /// <inheritdoc/>
    public int Count => _choices.Count;

    /// <inheritdoc/>
    public LambdaChoice this[int index] => _choices[index];

    /// <summary>Some given λ.</summary>
    /// <param name="values">At least one.</param>
    public static LambdaSetting Of(params IEnumerable<double> values) => new([.. values.Select(value => new LambdaChoice(value, null))]);

    /// <summary>A λ that is estimated.</summary>
    /// <param name="estimator">By which estimator.</param>
    public static LambdaSetting Auto(LambdaEstimator estimator) => new([new LambdaChoice(null, estimator)]);

    /// <summary>Reads a setting as it stands in experiment files.</summary>
    /// <param name="node">A number, a text, or a list of both.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static LambdaSetting Parse(JsonNode? node) => node.Deserialize<LambdaSetting>() ?? throw new JsonException("null is no λ");

    /// <inheritdoc/>
    public IEnumerator<LambdaChoice> GetEnumerator() => _choices.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(LambdaSetting? other) => other is not null && _choices.SequenceEqual(other._choices);

    /// <inheritdoc/>
    public override int GetHashCode() => _choices.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _choices);
}

/// <summary>A number, a text, or a list of both.</summary>
internal sealed class LambdaConverter : JsonConverter<LambdaSetting>
{
    /// <inheritdoc/>
    public override LambdaSetting Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return new LambdaSetting([One(ref reader)]);
        var choices = new List<LambdaChoice>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            choices.Add(One(ref reader));
        return choices.Count > 0 ? new LambdaSetting(choices) : throw new JsonException("an empty list is no λ");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LambdaSetting value, JsonSerializerOptions options)
    {
        if (value.Count > 1)
            writer.WriteStartArray();
        foreach (var choice in value)
        {
            if (choice.Value is { } number)
                writer.WriteNumberValue(number);
            else
                writer.WriteStringValue(choice.ToString());
        }

        if (value.Count > 1)
            writer.WriteEndArray();
    }

    private static LambdaChoice One(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => new LambdaChoice(reader.GetDouble(), null),
        JsonTokenType.String => LambdaChoice.Parse(reader.GetString()!),
        _ => throw new JsonException("a λ is a number or a text"),
    };
}
