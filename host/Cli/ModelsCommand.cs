using System.CommandLine;
using KdHost.Sdk.Models;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd models</c>: the models that experiment files can name.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "List the models that experiment files can name.");
        command.SetAction(_ =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("model", "description");
            foreach (var name in ModelCatalog.Names)
                table.AddRow(Markup.Escape(name), Markup.Escape(ModelCatalog.Describe(name)));
            AnsiConsole.Write(table);
        });
        return command;
    }
}
