using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reproduction;

/// <summary>What a trial was run with. Machine, device, threads and build are told by the trial's own records; the rest by the run's lock.</summary>
internal static class TrialEnvironment
{
    private static readonly string[] OfTrial = ["machine", "device", "threads"];

    /// <summary>The facts in which today differs from then.</summary>
    /// <param name="run">The run directory of the original.</param>
    /// <param name="then">How the original began.</param>
    /// <param name="build">The build that ran the original.</param>
    /// <param name="scratch">The run directory of the reproduction, with its lock.</param>
    /// <param name="now">How the reproduction began.</param>
    /// <param name="method">The method today.</param>
    public static IReadOnlyList<EnvironmentDifference> Differences(RunDirectory run, StartRecord then, Guid build, RunDirectory scratch, StartRecord now, MethodEntry method) =>
        Environments.Differences(Facts(run, then, method, build), Facts(scratch, now, method, method.Build));

    private static List<(string Name, string Value)> Facts(RunDirectory run, StartRecord start, MethodEntry method, Guid build) =>
    [
        .. Environments.Facts(run).Where(fact => !OfTrial.Contains(fact.Name) && !fact.Name.StartsWith("plugins: ", StringComparison.Ordinal)),
        ("machine", start.Machine), ("device", start.Device), ("threads", $"{start.Threads}"), ($"build of {method.Attribute.Name}", $"{build}"),
    ];
}
