using System.Globalization;
using System.Text.Json.Nodes;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>All numbers of an experiment but those that tell time or memory, as text that is equal for equal bits alone.</summary>
/// <param name="Points">Every point in the tracking store.</param>
/// <param name="Ends">The last value of each metric of each trial.</param>
/// <param name="Leaderboard">The table, unrounded.</param>
internal sealed record Outcome(IReadOnlyList<string> Points, IReadOnlyList<string> Ends, string Leaderboard)
{
    /// <summary>The outcome of the only experiment of a workspace.</summary>
    public static Outcome Of(Workspace workspace) => new(
        [.. from run in workspace.Tracked
            where run.Trial is not null
            from point in run.Points
            where IsResult(point.Key)
            let line = $"{run.Trial} {point.Key} {point.Step}: {Bits(point.Value)}"
            orderby line
            select line],
        [.. from done in workspace.Run.Done
            from metric in done.Value["metrics"]!.AsObject()
            where IsResult(metric.Key)
            select $"{done.Key} {done.Value["state"]} {metric.Key}: {Bits(metric.Value!.AsValue().GetValue<double>())}"],
        workspace.Run.Leaderboard);

    /// <summary>Fails unless two outcomes are equal bit for bit.</summary>
    public void MustEqual(Outcome other)
    {
        Assert.NotEmpty(Points);
        Assert.Equal(Points, other.Points);
        Assert.Equal(Ends, other.Ends);
        Assert.Equal(Leaderboard, other.Leaderboard);
    }

    /// <summary>Whether a metric is a result, not a figure of time, memory or load.</summary>
    public static bool IsResult(string metric) => metric.Split('/')[0] is not ("time" or "throughput" or "memory" or "system");

    private static string Bits(double value) => string.Create(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(value):x16} ({value})");
}
