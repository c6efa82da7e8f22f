using KdHost.Host.Journal;
using KdHost.Host.Reports.Failures;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>What failed, grouped by cause, with the remedy and the last lines of one log.</summary>
internal static class FailuresSection
{
    public static Html Of(ReportContent content) => Html.Join(content.Failures.Select(group =>
    {
        var lines = group.LastLines(content.Run);
        var log = lines.Count == 0 ? Html.Empty : Html.Of($"<details><summary>Last lines of the log of {group.Trials[0].Entry.Id[..8]}</summary><pre>{string.Join('\n', lines)}</pre></details>");
        return Html.Of($"""
            <article class="failure"><h3>{ReportWords.Count(group.Trials.Count, "trial")}: {group.Kind.Word()}</h3>
            <p>{group.Message}</p><p><strong>Remedy:</strong> {group.Remedy}</p><p class="note">{FailureText.Trials(group)}</p>{log}</article>

            """);
    }));
}
