using System.Text;
using KdHost.Host.Journal;

namespace KdHost.Host.Reports.Tables;

/// <summary>Every trial with its parameters, state and the last value of each metric, as CSV.</summary>
internal static class TrialsCsv
{
    /// <summary>Writes the file; row by row, because there may be a great many.</summary>
    public static void Write(TextWriter file, GridResults results)
    {
        var parameters = results.VaryingParameters;
        var metrics = results.Trials.SelectMany(trial => trial.Done?.Metrics.Keys ?? []).Distinct().Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        CsvText.Line(text, ["trial", "method", "seed", "state", .. parameters, .. metrics, "failure", "failure_message"]);
        foreach (var configuration in results.Configurations)
        {
            foreach (var trial in configuration.Trials)
            {
                var (entry, done) = trial;
                CsvText.Line(
                    text,
                    [
                        entry.Id, entry.Method, entry.Seed, State(trial), .. parameters.Select(configuration.Words),
                        .. metrics.Select(metric => done is not null && done.Metrics.TryGetValue(metric, out var value) ? (object)value : null), done?.Failure?.Kind, done?.Failure?.Message,
                    ]);
                file.Write(text);
                text.Clear();
            }
        }
    }

    private static string State(TrialResult trial) => trial.Done is { } done ? Experiments.Options.OptionJson.Word($"{done.State}") : trial.PausedAt is not null ? "paused" : "open";
}
