using System.CommandLine;
using System.Globalization;
using KdHost.Host.Cleaning;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd clean [RUN]</c>: says what can be deleted without loss, and deletes it when told to.</summary>
internal static class CleanCommand
{
    private const string Age = "--runs-older-than";

    public static Command Create()
    {
        var run = new Argument<string?>("run") { Description = "A run directory: its path, or the beginning of its name; all runs by default.", Arity = ArgumentArity.ZeroOrOne };
        run.CompletionSources.Add(Completions.Runs);
        var yes = new Option<bool>("--yes", "-y") { Description = "Delete without asking." };
        var checkpoints = new Option<bool>("--checkpoints") { Description = "Also the last checkpoint of each finished trial." };
        var age = new Option<string?>(Age) { Description = "Whole runs, with their results, in which nothing changed for so long, such as 90d or 12h." };
        var command = new Command("clean", "Free disk space: superseded checkpoints, caches that nothing needs, left-overs. Results stay. Says what it would delete and asks.")
        {
            run, yes, checkpoints, age, JsonOutput.Flag, CommonOptions.Runs,
        };
        command.SetAction(parsed =>
        {
            var (runs, now) = (parsed.Settings().Runs, TimeProvider.System.GetUtcNow());
            IReadOnlyList<RunDirectory> chosen = parsed.GetValue(run) is { } named ? [RunArgument.Find(named, runs)] : RunArgument.All(runs);
            var oldest = parsed.GetValue(age) is { } text ? now - ReadAge(text) : (DateTimeOffset?)null;
            var plans = chosen.Select(directory => oldest is null ? CleanPlan.Of(directory, parsed.GetValue(checkpoints), now)
                : CleanPlan.LastChange(directory) < oldest ? CleanPlan.Whole(directory, now) : new CleanPlan(directory, [], IsInUse: false)).ToList();
            return Run(plans, parsed.GetValue(yes), parsed.GetValue(JsonOutput.Flag));
        });
        return command;
    }

    private static int Run(IReadOnlyList<CleanPlan> plans, bool yes, bool json)
    {
        var total = plans.Sum(plan => plan.Items.Sum(item => item.Bytes));
        if (!json)
            Show(plans, total);
        var delete = plans.Any(plan => plan.Items.Count > 0) && (yes || (!json && !Console.IsInputRedirected && !Console.IsOutputRedirected && AnsiConsole.Confirm("Delete all this?", defaultValue: false)));
        var freed = delete ? plans.Sum(plan => plan.Delete(TimeProvider.System.GetUtcNow())) : 0;
        if (json)
            JsonOutput.Write(new { Bytes = total, Deleted = delete, Freed = freed, Runs = plans.Select(plan => new { Directory = plan.Run.Path, plan.IsInUse, plan.Items }) });
        else if (delete)
            Console.WriteLine($"{TimeWords.OfSize(freed)} freed.");
        else if (total > 0)
            Console.WriteLine("Nothing was deleted; --yes deletes without asking.");
        return ExitCode.Success;
    }

    private static void Show(IReadOnlyList<CleanPlan> plans, long total)
    {
        foreach (var plan in plans.Where(plan => plan.IsInUse || plan.Items.Count > 0))
        {
            Console.WriteLine(plan.Run.Path);
            if (plan.IsInUse)
                Console.WriteLine("  a process works on it: nothing is deleted");
            foreach (var group in plan.Items.GroupBy(item => item.Kind))
                Console.WriteLine($"  {TimeWords.OfSize(group.Sum(item => item.Bytes)),10}  {group.Count()} {group.Key.Words()}");
        }

        Console.WriteLine(plans.Any(plan => plan.Items.Count > 0) ? $"{TimeWords.OfSize(total)} can be freed." : "Nothing to clean.");
    }

    private static TimeSpan ReadAge(string text)
    {
        var (number, unit) = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? (text[..^1], text[^1]) : (text, 'd');
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count is >= 0 and < 100_000 && unit is 'd' or 'h' or 'w')
            return unit == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromDays(unit == 'w' ? 7 * count : count);
        throw new FaultException(new Fault("this is not an age") { Key = Age, Found = text, Expected = "a number of days, weeks or hours, such as 90d, 4w or 12h", Fix = $"write for example {Age} 90d" });
    }
}
