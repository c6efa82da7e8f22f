using System.CommandLine;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd describe METHOD</c>: every option of a method.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var method = new Argument<string>("method") { Description = "Name of the method; `kd methods` lists them." };
        method.CompletionSources.Add(Completions.Methods);
        var card = new Option<bool>("--card") { Description = "Show its fidelity card as Markdown: the paper, formulas, deviations, what was measured, and the options as a table." };
        var command = new Command("describe", "Show every option of a method with type, default, range and meaning.") { method, card, CommonOptions.Plugins, JsonOutput.Flag };
        command.SetAction(parsed =>
        {
            var entry = new MethodCatalog(parsed.Settings().PluginFolders).Get(parsed.GetValue(method)!);
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(DescriptionJson.Of(entry));
            else if (parsed.GetValue(card))
                Console.Write(MethodCard.Of(entry));
            else
                Show(entry);
        });
        return command;
    }

    private static void Show(MethodEntry method)
    {
        Console.WriteLine($"{method.Attribute.Name}: {method.Attribute.Title}");
        Console.WriteLine(method.Attribute.Paper);
        var width = method.Schema.Options.Max(option => option.Path.Length);
        foreach (var option in method.Schema.Options)
        {
            Console.WriteLine();
            Console.WriteLine($"  {option.Path.PadRight(width)}  {option.TypeName}, default {(option.Default is null ? "none" : ValueText.Of(option.Default))}{(Valid(option) is { Length: > 0 } valid ? $"; {valid}" : "")}");
            if (option.Description.Length > 0)
                AnsiConsole.Write(new Padder(new Text(option.Description)).Padding(4, 0, 0, 0));
        }
    }

    /// <summary>Which values are valid, in words; empty where the type says it all.</summary>
    public static string Valid(OptionInfo option) =>
        option.Choices.Count > 0 ? $"one of {string.Join(", ", option.Choices)}"
        : option.Range is { } range ? FormattableString.Invariant($"from {range.Minimum} to {range.Maximum}") : "";
}
