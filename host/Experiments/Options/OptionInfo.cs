using System.Text.Json.Nodes;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Experiments.Options;

/// <summary>One hyper-parameter of a method.</summary>
/// <param name="Path">Dotted path in camel case, such as <c>teacher.model</c>.</param>
/// <param name="Type">Type of the property, without its nullability.</param>
/// <param name="Default">The default as JSON; null for none.</param>
/// <param name="Description">The property's doc comment.</param>
internal sealed record OptionInfo(string Path, Type Type, JsonNode? Default, string Description)
{
    /// <summary>Whether null is a valid value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Smallest and largest valid number, where the property has a range.</summary>
    public (double Minimum, double Maximum)? Range { get; init; }

    /// <summary>The names that are valid, where the value is a name.</summary>
    public NameAttribute? Names { get; init; }

    /// <summary>The valid words: those of an enumeration, or of <see cref="Names"/>; empty when the value is free.</summary>
    public IReadOnlyCollection<string> Choices =>
        Names?.Names ?? (Type.IsEnum ? [.. Enum.GetNames(Type).Select(OptionJson.Word)] : []);

    /// <summary>The type in the words of an experiment file.</summary>
    public string TypeName => Type switch
    {
        _ when Type == typeof(bool) => "true or false",
        _ when Type == typeof(string) => Names?.Kind ?? "text",
        _ when Type.IsEnum => "word",
        _ when IsInteger => "whole number",
        _ when IsNumber => "number",
        _ when Type.IsArray || Type.IsGenericType => "list",
        _ => Type.Name,
    };

    /// <summary>Whether the value is a whole number.</summary>
    public bool IsInteger => Type == typeof(int) || Type == typeof(long);

    /// <summary>Whether the value is a number.</summary>
    public bool IsNumber => IsInteger || Type == typeof(double) || Type == typeof(float);

    /// <summary>The valid values in words.</summary>
    public string Expected => (Choices.Count > 0 ? $"one of: {string.Join(", ", Choices)}"
        : Range is { } range ? FormattableString.Invariant($"a {TypeName} from {range.Minimum} to {range.Maximum}")
        : IsNumber || Type == typeof(string) ? $"a {TypeName}" : TypeName) + (IsNullable ? ", or null" : "");
}
