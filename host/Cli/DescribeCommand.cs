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
        var command = new Command("describe", "Show every option of a method with type, default, range and meaning.") { method, CommonOptions.Plugins };
        command.SetAction(parsed => Run(new MethodCatalog(parsed.Settings().PluginFolders).Get(parsed.GetValue(method)!)));
        return command;
    }

    private static int Run(MethodEntry method)
    {
        Console.WriteLine($"{method.Attribute.Name}: {method.Attribute.Title}");
        Console.WriteLine(method.Attribute.Paper);
        var table = new Table().Border(TableBorder.Simple).AddColumns("option", "type", "default", "valid", "meaning");
        foreach (var option in method.Schema.Options)
            table.AddRow([.. new[] { option.Path, option.TypeName, option.Default?.ToString() ?? "none", Valid(option), option.Description }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        return ExitCode.Success;
    }

    private static string Valid(OptionInfo option) =>
        option.Choices.Count > 0 ? string.Join(", ", option.Choices)
        : option.Range is { } range ? FormattableString.Invariant($"{range.Minimum} to {range.Maximum}") : "";
}
