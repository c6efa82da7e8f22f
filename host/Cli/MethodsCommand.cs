using System.CommandLine;
using KdHost.Host.Plugins;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd methods</c>: the methods that can be run, and the plugins that can't.</summary>
internal static class MethodsCommand
{
    public static Command Create()
    {
        var command = new Command("methods", "List the methods with title, paper and plugin version.") { CommonOptions.Plugins, JsonOutput.Flag };
        command.SetAction(parsed =>
        {
            var catalog = new MethodCatalog(parsed.Settings().PluginFolders);
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(MethodsJson.Of(catalog));
            else
                Show(catalog);
        });
        return command;
    }

    private static void Show(MethodCatalog catalog)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("method", "title", "paper", "version");
        foreach (var method in catalog.Methods)
            table.AddRow(Markup.Escape(method.Attribute.Name), Markup.Escape(method.Attribute.Title), Markup.Escape(method.Attribute.Paper), method.Version.ToString(3));
        AnsiConsole.Write(table);
        foreach (var plugin in catalog.Unusable)
            Console.WriteLine($"unusable plugin {plugin.Folder} ({plugin.State}): {plugin.Problem}; fix: {plugin.Fix}");
    }
}
