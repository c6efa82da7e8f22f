using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Cli;

/// <summary>What shells offer beside the names of commands and flags. Files are left to the shell.</summary>
internal static class Completions
{
    private static readonly string[] FileKeys = ["seeds=", "name=", "objective.metric=", "resources.device=", "resources.threads=", "resources.workers="];

    /// <summary>Names of methods.</summary>
    public static IEnumerable<CompletionItem> Methods(CompletionContext context) => Quietly(() => Items(Catalog(context).Methods.Select(method => method.Attribute.Name)));

    /// <summary>Names of the runs in the runs folder.</summary>
    public static IEnumerable<CompletionItem> Runs(CompletionContext context) =>
        Quietly(() => Items(RunArgument.All(context.ParseResult.Settings().Runs).Select(run => Path.GetFileName(run.Path))));

    /// <summary>Keys and values of <c>--set</c> for the methods of the experiment that the command line names.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Overrides(Argument<string> file) => context => Quietly(() =>
    {
        var options = OptionsOf(context, context.ParseResult.GetResult(file) is { Tokens.Count: > 0 } ? context.ParseResult.GetValue(file) : null);
        return Items(context.WordToComplete.Split('=', 2) is [var path, _]
            ? options.Where(option => option.Path == path).SelectMany(Words).Select(word => $"{path}={word}").Distinct()
            : options.Select(option => $"{option.Path}=").Distinct().Concat(FileKeys));
    });

    private static IEnumerable<OptionInfo> OptionsOf(CompletionContext context, string? file)
    {
        var methods = Catalog(context).Methods;
        var names = file is null ? [] : MethodsOf(file).ToList();
        return methods.Where(method => names.Count == 0 || names.Contains(method.Attribute.Name)).SelectMany(method => method.Schema.Options);
    }

    // A file that is being written need not be whole.
    private static IEnumerable<string> MethodsOf(string file)
    {
        var root = File.Exists(file) ? ExtendedFile.Read(file).Root : [];
        JsonNode?[] named = [root["method"], .. (root["grid"] as JsonObject)?["method"] as JsonArray ?? []];
        return named.OfType<JsonValue>().Select(name => name.ToString());
    }

    private static IEnumerable<string> Words(OptionInfo option) => option.Type == typeof(bool) ? ["true", "false"] : option.Choices;

    private static MethodCatalog Catalog(CompletionContext context) => new(context.ParseResult.Settings().PluginFolders);

    private static IEnumerable<CompletionItem> Items(IEnumerable<string> words) => [.. words.Select(word => new CompletionItem(word))];

    // While somebody types, a wrong file or folder is no error: there is nothing to offer then.
    private static IEnumerable<CompletionItem> Quietly(Func<IEnumerable<CompletionItem>> items)
    {
        try
        {
            return items();
        }
        catch (Exception error) when (error is FaultException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [];
        }
    }
}
