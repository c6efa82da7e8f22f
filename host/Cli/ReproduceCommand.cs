using System.CommandLine;
using System.Globalization;
using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.Reproduction;

namespace KdHost.Host.Cli;

/// <summary><c>kd reproduce RUN/TRIAL</c>: runs a finished trial again from its record and compares every number.</summary>
internal static class ReproduceCommand
{
    private const double DefaultTolerance = 1e-6;
    private const int NamedPoints = 3;

    public static Command Create()
    {
        var trial = new Argument<string[]>("trial") { Description = "RUN/TRIAL, or RUN TRIAL, or the first digits of a trial's id.", Arity = new ArgumentArity(1, 2) };
        var tolerance = new Option<double>("--tolerance") { Description = $"Largest relative difference that counts as equal (default {DefaultTolerance.ToString(CultureInfo.InvariantCulture)}).", DefaultValueFactory = _ => DefaultTolerance };
        var device = new Option<string?>("--device") { Description = "Run on this device instead of the original's." };
        var command = new Command("reproduce", "Run a finished trial again and say whether its numbers are the same. Exit code 0: equal, 1: different, 2: can't be run again.")
        {
            trial, tolerance, device, JsonOutput.Flag, CommonOptions.Data, CommonOptions.Plugins, CommonOptions.Runs,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(trial)!, parsed.GetValue(tolerance), parsed.GetValue(device), parsed.GetValue(JsonOutput.Flag), parsed.Settings()));
        return command;
    }

    private static async Task<int> RunAsync(string[] words, double tolerance, string? device, bool json, Settings settings)
    {
        using var interrupts = new Interrupts();
        var (run, entry) = TrialArgument.Find(words, settings.Runs);
        try
        {
            var result = await ReproducedTrial.OfAsync(run, entry, tolerance, device, settings, new DownloadLine(), interrupts.Stop);
            if (json)
                JsonOutput.Write(result);
            else
                Show(result);
            return result.Comparison.Verdict == Sameness.Different ? ExitCode.Different : ExitCode.Success;
        }
        catch (OperationCanceledException) when (interrupts.Stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped. The original is as it was.");
            return ExitCode.Interrupted;
        }
    }

    private static void Show(ReproducedTrial result)
    {
        var comparison = result.Comparison;
        Console.WriteLine($"{result.Trial[..8]} {result.Configuration} seed {result.Seed}: {Words(result)}");
        if (comparison.Where is { } where)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {comparison.Differing} of {comparison.Points} points differ; the most by {comparison.LargestRelativeDifference:G3} of its value: {where}"));
        if (comparison.First is { } first)
            Console.WriteLine($"  the first that differs: {first}");
        Missing("the original alone has", comparison.OnlyOriginal);
        Missing("the repetition alone has", comparison.OnlyAgain);
        Console.WriteLine(result.Environment.Count == 0 ? "  environment: the same" : "  environment: differs in");
        foreach (var difference in result.Environment)
            Console.WriteLine($"    {difference}");
    }

    private static string Words(ReproducedTrial result) => result.Comparison.Verdict switch
    {
        Sameness.BitwiseEqual => $"bitwise equal, all {result.Comparison.Points} points",
        Sameness.EqualWithinTolerance => string.Create(CultureInfo.InvariantCulture, $"equal within a relative tolerance of {result.Tolerance}"),
        _ => "different",
    };

    private static void Missing(string who, IReadOnlyList<string> points)
    {
        if (points.Count > 0)
            Console.WriteLine($"  {who} {points.Count} points, such as {string.Join(", ", points.Take(NamedPoints))}");
    }
}
