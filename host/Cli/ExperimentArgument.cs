using System.CommandLine;

namespace KdHost.Host.Cli;

/// <summary>How commands that take a declared experiment name it.</summary>
internal static class ExperimentArgument
{
    /// <summary>The experiment file, and overrides of its values.</summary>
    public static (Argument<string> File, Option<string[]> Overrides) Create()
    {
        var file = new Argument<string>("file") { Description = "The experiment file." };
        var overrides = new Option<string[]>("--set")
        {
            Description = "key=value: an option of the method, or a top-level key such as seeds. May be given several times.",
            DefaultValueFactory = _ => [],
        };
        overrides.CompletionSources.Add(Completions.Overrides(file));
        return (file, overrides);
    }
}
