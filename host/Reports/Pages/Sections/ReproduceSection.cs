using System.Text.Encodings.Web;
using System.Text.Json;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>What was asked, and the commands that make the results again.</summary>
internal static class ReproduceSection
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Html Of(ReportContent content)
    {
        var trial = content.Results.Trials.FirstOrDefault(trial => trial.Done is { State: Journal.TrialState.Finished });
        var one = trial is null ? Html.Empty : Html.Of($"\nkd reproduce {Path.GetFileName(content.Run.Path)}/{trial.Entry.Id[..8]}   # runs one trial again and compares every number");
        var checkout = content.Lock?.Commit is { } commit ? Html.Of($"git checkout {commit}{(content.Lock.Dirty == true ? "   # and the changes that were not committed" : "")}\n") : Html.Empty;
        return Html.Of($"""
            <pre>{checkout}{content.Record.Command}{one}</pre>
            <details><summary>The declaration</summary><pre>{content.Record.Declaration.ToJsonString(Indented)}</pre></details>

            """);
    }
}
