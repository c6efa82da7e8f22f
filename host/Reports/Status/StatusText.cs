using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KdHost.Host.Reports.Status;

/// <summary>The status for the terminal.</summary>
internal static class StatusText
{
    private const int BarWidth = 40, ShownMetrics = 3;

    // Of many metrics those that tell how the training goes.
    private static readonly string[] Preferred = ["validation/accuracy", "validation/loss", "train/loss"];

    /// <summary>One grid with the trials that run.</summary>
    public static IRenderable Of(GridStatus status)
    {
        var lines = new List<IRenderable>
        {
            new Text($"{status.Name}  {Path.GetRelativePath(Environment.CurrentDirectory, status.Directory)}", new Style(decoration: Decoration.Bold)),
            new Text($"{Bar(status.Trials)} {status.Trials.Ended}/{status.Trials.Total} trials: {Counts(status.Trials)}"),
            new Text(Outlook(status)),
        };
        if (status.Running.Count > 0)
            lines.Add(Running(status));
        if (status.Trials.Failed > 0)
            lines.Add(new Text($"{string.Join(", ", status.Failures.GroupBy(group => group.Kind).Select(kind => $"{kind.Sum(group => group.Trials.Count)} {kind.Key}"))}: kd status {Path.GetFileName(status.Directory)} --failures says why and what to do"));
        return new Rows(lines);
    }

    /// <summary>Many grids, one line each.</summary>
    public static IRenderable OfAll(IReadOnlyList<GridStatus> grids)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("run", "trials", "finished", "failed", "running", "waiting", "last result", "expected end");
        foreach (var status in grids)
        {
            table.AddRow([.. new[]
            {
                Path.GetFileName(status.Directory), $"{status.Trials.Total}", $"{status.Trials.Finished}", $"{status.Trials.Failed}", $"{status.Trials.Running}", $"{status.Trials.Waiting}",
                status.LastEnd is { } last ? $"{TimeWords.Of(status.Time - last)} ago" : "", status.EstimatedEnd is { } end ? TimeWords.Of(end, status.Time) : "",
            }.Select(Markup.Escape)]);
        }

        return table;
    }

    private static string Bar(TrialCounts trials)
    {
        var filled = trials.Total == 0 ? 0 : trials.Ended * BarWidth / trials.Total;
        return new string('█', filled) + new string('░', BarWidth - filled);
    }

    private static string Counts(TrialCounts trials) => string.Join(", ", new[]
    {
        (trials.Finished, "finished"), (trials.Failed, "failed"), (trials.Running, "running"),
        (trials.Waiting, trials.Interrupted > 0 ? $"waiting ({trials.Interrupted} of them go on from a checkpoint)" : "waiting"),
    }.Where(state => state.Item1 > 0).Select(state => $"{state.Item1} {state.Item2}"));

    private static string Outlook(GridStatus status) => status switch
    {
        { IsComplete: true } => status.LastEnd is { } last ? $"complete; the last trial ended {TimeWords.Of(status.Time - last)} ago" : "no trial is declared",
        { Pilots: 0 } => $"nobody works on it; it goes on with: {status.Command}",
        { TrialsPerHour: { } rate, EstimatedEnd: { } end } => string.Create(CultureInfo.InvariantCulture, $"{rate:#,0} trials an hour, about {TimeWords.Of(end - status.Time)} left, until {TimeWords.Of(end, status.Time)}"),
        _ => $"{status.Pilots} {(status.Pilots == 1 ? "process works" : "processes work")} on it; no trial has ended since",
    };

    private static Table Running(GridStatus status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("running", "configuration", "seed", "where", "for", "step", "last metrics");
        foreach (var trial in status.Running)
        {
            table.AddRow([.. new[]
            {
                trial.Id[..8], trial.Configuration, $"{trial.Seed}", trial.Device is null ? trial.Machine : $"{trial.Machine} {trial.Device}",
                trial.Since is { } since ? TimeWords.Of(status.Time - since) + (trial.Attempt > 1 ? $", attempt {trial.Attempt}" : "") : "starts", $"{trial.Step}", Metrics(trial.Metrics),
            }.Select(Markup.Escape)]);
        }

        return table;
    }

    private static string Metrics(IReadOnlyDictionary<string, double> metrics) => metrics.Count == 0 ? "none yet" : string.Join(", ", metrics
        .OrderBy(metric => Array.IndexOf(Preferred, metric.Key) is var place && place < 0 ? Preferred.Length : place)
        .Take(ShownMetrics)
        .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:G4}")));
}
