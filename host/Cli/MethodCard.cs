using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;
using KdHost.Host.Reports.Tables;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Cli;

/// <summary>The fidelity card of a method: its options, and what its plugin's README says of formulas, deviations and results.</summary>
internal static class MethodCard
{
    private const string Readme = "README.md";

    private static readonly string[] Columns = ["option", "type", "default", "valid", "meaning"];

    /// <summary>The card as Markdown.</summary>
    /// <exception cref="FaultException">The plugin brings no README.</exception>
    public static string Of(MethodEntry method)
    {
        var path = Path.Combine(method.PluginFolder, Readme);
        if (!File.Exists(path))
        {
            throw new FaultException(new Fault("this plugin brings no card")
            {
                File = method.PluginFolder,
                Found = $"no {Readme}",
                Expected = $"a {Readme} that says what the paper says, how the method differs and what came out",
                Fix = $"write one beside the plugin's project and have the build copy it to the output",
            });
        }

        var options = new TextTable(Columns, [.. method.Schema.Options.Select(Row)]);
        return $"{File.ReadAllText(path).TrimEnd()}\n\n## Options of {method.Attribute.Name} {method.Version.ToString(3)}\n\n{options.ToMarkdown()}";
    }

    private static string[] Row(OptionInfo option) =>
        [option.Path, option.TypeName, option.Default is null ? "none" : ValueText.Of(option.Default), DescribeCommand.Valid(option), option.Description];
}
