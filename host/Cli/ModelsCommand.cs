using System.CommandLine;
using KdHost.Sdk.Models;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd models</c>: the models that experiment files can name.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "List the models that experiment files can name.") { JsonOutput.Flag };
        command.SetAction(parsed =>
        {
            var models = ModelCatalog.Names.Select(name => new ModelJson(name, ModelCatalog.Describe(name)));
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(models);
            else
                Show(models);
        });
        return command;
    }

    private static void Show(IEnumerable<ModelJson> models)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("model", "description");
        foreach (var model in models)
            table.AddRow(Markup.Escape(model.Name), Markup.Escape(model.Description));
        AnsiConsole.Write(table);
    }

    /// <summary>A model; keys are only ever added.</summary>
    /// <param name="Name">Its name in experiment files.</param>
    /// <param name="Description">What it is.</param>
    private sealed record ModelJson(string Name, string Description);
}
