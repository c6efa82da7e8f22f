using System.CommandLine;

namespace KdHost.Host.Cli;

/// <summary>How commands that take a declared experiment name it.</summary>
internal static class ExperimentArgument
{
    /// <summary>The experiment file.</summary>
    public static Argument<string> File() => new("file") { Description = "The experiment file." };

    /// <summary>Overrides of its values.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "key=value: an option of the method, or a top-level key such as seeds. May be given several times.", DefaultValueFactory = _ => [],
    };
}
