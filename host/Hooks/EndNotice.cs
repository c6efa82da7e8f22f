using KdHost.Host.Cli;
using KdHost.Host.Experiments;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Hooks;

/// <summary>Tells the user's command how a run ended.</summary>
internal static class EndNotice
{
    /// <summary>Runs the command that is meant for this end, if there is one.</summary>
    /// <returns>A warning when the command failed; it changes nothing about the run.</returns>
    public static async Task<string?> TellAsync(RunDirectory run, GridResults results, JsonFile experiment)
    {
        if (EndCommand.Find(EndCommand.OnFinish, experiment) is null && EndCommand.Find(EndCommand.OnFailure, experiment) is null)
            return null;
        var summary = RunSummary.Of(run, results);
        var key = summary.Outcome == RunSummary.Finished ? EndCommand.OnFinish : EndCommand.OnFailure;
        if (EndCommand.Find(key, experiment) is not { } command)
            return null;
        return await EndCommand.RunAsync(command, JsonOutput.Text(summary)) is { } problem ? $"warning: {key}: {command[0]}: {problem}" : null;
    }
}
