using System.CommandLine;
using KdHost.Host.Planning;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary><c>kd plan FILE</c>: what <c>kd run</c> would do, without doing anything.</summary>
internal static class PlanCommand
{
    private const int Next = 3;

    public static Command Create()
    {
        var (file, overrides) = ExperimentArgument.Create();
        var list = new Option<bool>("--list", "-l") { Description = "List every trial with its state, in the order in which they run." };
        var command = new Command("plan", "Show what kd run would do: trials, what is left out and why, what is done, how long the rest takes.")
        {
            file, overrides, list, JsonOutput.Flag, CommonOptions.Data, CommonOptions.Plugins, CommonOptions.Runs,
        };
        command.SetAction(parsed =>
        {
            var planner = new Planner(parsed.GetValue(file)!, parsed.GetValue(overrides)!, parsed.Settings());
            var plan = planner.Make();
            if (parsed.GetValue(JsonOutput.Flag))
                JsonOutput.Write(PlanJson.Of(plan, parsed.GetValue(list) ? planner.Trials() : null));
            else
                Show(planner, plan, parsed.GetValue(list));
        });
        return command;
    }

    private static void Show(Planner planner, Plan plan, bool list)
    {
        Console.WriteLine(plan.Experiment.Name);
        var next = plan.ToRun == 0 || list ? [] : planner.Trials().Where(trial => trial.State is PlannedState.ToRun or PlannedState.Interrupted).Take(Next).ToList();
        AnsiConsole.Write(PlanText.Of(plan, next));
        foreach (var warning in plan.Warnings)
            Console.WriteLine(PlanText.Warning(warning));
        if (!list)
            return;
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        foreach (var trial in planner.Trials())
            output.WriteLine(PlanText.Line(trial));
    }
}
