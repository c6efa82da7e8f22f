using System.CommandLine;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Runs;
using KdHost.Host.RunDirectories;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd compare FIRST SECOND</c>: two runs of the same grid or of different ones, configuration by configuration and paired by seed.</summary>
internal static class CompareCommand
{
    private const int NamedConfigurations = 5;

    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "The run that is compared with: its path, or the beginning of its name." };
        var second = new Argument<string>("second") { Description = "The run that is compared." };
        first.CompletionSources.Add(Completions.Runs);
        second.CompletionSources.Add(Completions.Runs);
        var metric = new Option<string?>("--metric") { Description = "The metric; the objective of the second run by default." };
        var command = new Command("compare", "Compare two runs: differences second minus first, paired by seed, and what else differs.") { first, second, metric, JsonOutput.Flag, CommonOptions.Runs };
        command.SetAction(parsed =>
        {
            var runs = parsed.Settings().Runs;
            var (a, b) = (RunArgument.Find(parsed.GetValue(first), runs), RunArgument.Find(parsed.GetValue(second), runs));
            var comparison = RunComparison.Of(GridResults.Read(a), GridResults.Read(b), parsed.GetValue(metric));
            var environment = Environments.Differences(Environments.Facts(a), Environments.Facts(b));
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(RunComparisonText.ToJson(comparison, environment));
            else
                Show(a, b, comparison, environment);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(RunDirectory a, RunDirectory b, RunComparison comparison, IReadOnlyList<EnvironmentDifference> environment)
    {
        Console.WriteLine($"first:  {a.Path}\nsecond: {b.Path}");
        List("The runs differ in:", comparison.Differences);
        if (comparison.Board.Rows.Count > 0)
            AnsiConsole.Write(RunComparisonText.ToTable(comparison).ToTerminal($"{comparison.Board.Metric}, second minus first"));
        else
            Console.WriteLine("No configuration of one has a counterpart in the other: more than one thing differs within a run.");
        Alone("first", comparison.OnlyFirst);
        Alone("second", comparison.OnlySecond);
        List("Environment:", environment);
    }

    private static void List(string title, IReadOnlyList<EnvironmentDifference> differences)
    {
        if (differences.Count > 0)
            Console.WriteLine(title + string.Concat(differences.Select(difference => $"\n  {difference}")));
    }

    private static void Alone(string which, IReadOnlyList<Reports.Configuration> configurations)
    {
        if (configurations.Count > 0)
            Console.WriteLine($"Only in the {which}: {string.Join("; ", configurations.Take(NamedConfigurations).Select(configuration => configuration.Label))}{(configurations.Count > NamedConfigurations ? $" and {configurations.Count - NamedConfigurations} more" : "")}");
    }
}
