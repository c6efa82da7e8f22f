using System.Text;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Tables;

/// <summary>Every point of every metric of the trials that ended, as CSV: one line a point, written trial by trial because it can be large.</summary>
internal static class MetricsCsv
{
    /// <summary>Writes the file.</summary>
    public static void Write(string path, RunDirectory run, GridResults results)
    {
        using var file = new StreamWriter(path);
        var text = new StringBuilder();
        CsvText.Line(text, "trial", "configuration", "seed", "metric", "step", "value");
        foreach (var (entry, done) in results.Trials.Where(trial => trial.Done is not null))
        {
            foreach (var metric in JournalReader.Read(run.Trial(entry.Id), done!.Epoch).OfType<MetricRecord>())
                CsvText.Line(text, entry.Id, entry.Label, entry.Seed, metric.Name, metric.Step, metric.Value);
            file.Write(text);
            text.Clear();
        }
    }
}
