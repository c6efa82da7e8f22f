using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;

namespace KdHost.Host.Cli;

/// <summary>What <c>kd describe METHOD --json</c> prints. Keys are only ever added.</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="Title">A line for lists.</param>
/// <param name="Paper">Authors, title, venue and year.</param>
/// <param name="Version">Version of the plugin.</param>
/// <param name="Options">The hyper-parameters in the order of declaration.</param>
internal sealed record DescriptionJson(string Name, string Title, string Paper, string Version, IReadOnlyList<OptionDescription> Options)
{
    /// <summary>The description of a method.</summary>
    public static DescriptionJson Of(MethodEntry method) => new(
        method.Attribute.Name, method.Attribute.Title, method.Attribute.Paper, method.Version.ToString(3), [.. method.Schema.Options.Select(OptionDescription.Of)]);
}

/// <summary>A hyper-parameter.</summary>
/// <param name="Path">Dotted path.</param>
/// <param name="Type">Type in the words of an experiment file.</param>
/// <param name="Nullable">Whether null is a value.</param>
/// <param name="Default">The default; null for none.</param>
/// <param name="Minimum">Smallest valid number.</param>
/// <param name="Maximum">Largest valid number.</param>
/// <param name="Choices">The valid words; empty when the value is free.</param>
/// <param name="Description">What it means.</param>
internal sealed record OptionDescription(
    string Path, string Type, bool Nullable, JsonNode? Default, double? Minimum, double? Maximum, IReadOnlyCollection<string> Choices, string Description)
{
    public static OptionDescription Of(OptionInfo option) => new(
        option.Path, option.TypeName, option.IsNullable, option.Default, option.Range?.Minimum, option.Range?.Maximum, option.Choices, option.Description);
}
