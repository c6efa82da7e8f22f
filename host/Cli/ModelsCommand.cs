using System.CommandLine;
using System.Globalization;
using KdHost.Host.Plugins;
using KdHost.Sdk.Models;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd models</c>: the models that experiment files can name.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "List the models that experiment files can name, with their parameters at the size that is named.") { CommonOptions.Plugins, JsonOutput.Flag };
        command.SetAction(parsed =>
        {
            _ = new MethodCatalog(parsed.Settings().PluginFolders); // plugins bring models of their own
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(ModelCatalog.All.Select(model => new { model.Name, model.Kind, model.Parameters, Input = model.Input?.ToString(), model.Features, model.Classes, model.Description }));
            else
                Show();
        });
        return command;
    }

    private static void Show()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("model").AddColumn(new TableColumn("parameters").RightAligned()).AddColumns("input", "classes", "description");
        foreach (var model in ModelCatalog.All)
        {
            var parameters = model.Parameters == 0 ? "?" : model.Parameters.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
            table.AddRow(Markup.Escape(model.Name), parameters, model.Input?.ToString() ?? $"{model.Features} features", $"{model.Classes}", Markup.Escape(model.Description));
        }

        AnsiConsole.Write(table);
    }
}
