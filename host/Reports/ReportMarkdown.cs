using System.Text;
using KdHost.Host.Journal;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Reports.Pages;
using KdHost.Host.Reports.Tables;

namespace KdHost.Host.Reports;

/// <summary>The report as Markdown, ready for the README of a plugin.</summary>
internal static class ReportMarkdown
{
    /// <summary>The text of the file.</summary>
    public static string Of(ReportContent content)
    {
        var (text, board) = (new StringBuilder(), content.Board.Best(ReportWords.MostRows));
        Line(text, $"## {content.Record.Name}");
        Line(text, $"{ReportWords.Scope(content)}. {Made(content)}");
        foreach (var warning in ReportWords.Warnings(content))
            Line(text, $"**{warning}**");
        if (ReportWords.Answer(content) is { } answer)
            Line(text, answer);
        Line(text, LeaderboardText.Means(board).ToMarkdown());
        foreach (var missing in LeaderboardText.Missing(board))
            text.Append("- ").Append(missing).Append('\n');
        if (board.Compared.Any())
        {
            Line(text, "### Comparison with the baseline");
            Line(text, ComparisonText.Of(board).ToMarkdown());
            Line(text, ReportWords.AboutComparisons);
        }

        foreach (var group in content.Failures)
            Line(text, $"- {ReportWords.Count(group.Trials.Count, "trial")} failed ({group.Kind.Word()}): {group.Message.ReplaceLineEndings(" ")} Remedy: {group.Remedy}. {FailureText.Trials(group)}");
        Line(text, $"Made with `{content.Record.Command}`.");
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Made(ReportContent content) => content.Lock is not { } made ? ""
        : $"KdHost {made.Host}, TorchSharp {made.TorchSharp}, .NET {made.Runtime}, {made.Device}, {ReportWords.Count(made.Threads, "thread")} a trial{(made.Commit is { } commit ? $", commit {commit[..Math.Min(12, commit.Length)]}{(made.Dirty == true ? " with changes" : "")}" : "")}.";

    private static void Line(StringBuilder text, string paragraph)
    {
        if (text.Length > 0)
            text.Append('\n');
        text.Append(paragraph.TrimEnd('\n')).Append('\n');
    }
}
