using System.Text;
using KdHost.Host.Reports.Tables;
using KdHost.Sdk.Studies;

namespace KdHost.Host.Reports.Studies;

/// <summary>A study as Markdown, and as lines for a terminal.</summary>
internal static class StudyMarkdown
{
    private static readonly string[] CheckColumns = ["claim", "outcome", "measured"];

    /// <summary>The text of <c>study.md</c>.</summary>
    public static string Of(Study study)
    {
        var text = new StringBuilder($"## {study.Title}\n");
        if (Preliminary(study) is { } warning)
            text.Append($"\n**{warning}**\n");
        foreach (var part in study.Parts)
        {
            text.Append(part switch
            {
                StudyText words => $"\n{words.Words}\n",
                StudyTable table => $"\n**{table.Title}**\n\n{new TextTable(table.Columns, table.Rows).ToMarkdown()}",
                StudyFigure figure => $"\n![{figure.Caption}](figures/{Path.GetFileName(figure.Path)})\n",
                _ => "",
            });
        }

        if (study.Checks.Any())
            text.Append($"\n**Claims**\n\n{Checks(study).ToMarkdown()}");
        return text.ToString();
    }

    /// <summary>The claims as a table.</summary>
    public static TextTable Checks(Study study) => new(CheckColumns, [.. study.Checks.Select(check => (string[])[check.Claim, check.Outcome, check.Measured])]);

    /// <summary>What the reader must know when trials are missing; null when none is.</summary>
    public static string? Preliminary(Study study) => study.Missing == 0 ? null : $"Preliminary: {ReportWords.Count(study.Missing, "trial")} {(study.Missing == 1 ? "has" : "have")} not finished.";

    /// <summary>One line a claim.</summary>
    public static IEnumerable<string> Lines(Study study) => new[] { Preliminary(study) }.OfType<string>().Concat(study.Checks.Select(check => $"{check.Outcome + ":",-14} {check.Claim} (measured: {check.Measured})"));
}
