using System.CommandLine;
using System.Text.Json;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;

namespace KdHost.Host.Cli;

/// <summary><c>kd schema</c>: the JSON schema of experiment files with the options of all installed methods.</summary>
internal static class SchemaCommand
{
    private static readonly JsonSerializerOptions Settings = new() { WriteIndented = true };

    public static Command Create()
    {
        var output = new Option<string?>("--output", "-o") { Description = "File to write; default: the terminal." };
        var command = new Command("schema", "Write the JSON schema of experiment files, for editors to complete and check from.") { output, CommonOptions.Plugins };
        command.SetAction(parsed =>
        {
            var schema = ExperimentSchema.Of(new MethodCatalog(parsed.Settings().PluginFolders)).ToJsonString(Settings);
            if (parsed.GetValue(output) is { } path)
                File.WriteAllText(path, schema + "\n");
            else
                Console.WriteLine(schema);
        });
        return command;
    }
}
