using System.Text;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tracking;

/// <summary>The notes that the MLflow UI shows as Markdown on the pages of runs. Every server takes 5000 characters, so the table gives way first.</summary>
internal static class GridNote
{
    private const int Length = 5000, MostRows = 40;

    /// <summary>The grid's note with its leaderboard.</summary>
    public static string Of(Leaderboard board, RunRecord record, RunLock? made, string openWith)
    {
        var rows = Math.Min(board.Rows.Count, MostRows);
        while (true)
        {
            var note = Compose(board with { Rows = [.. board.Rows.Take(rows)] }, board.Rows.Count - rows, record, made, openWith);
            if (note.Length <= Length || rows == 0)
                return note.Length <= Length ? note : note[..Length];
            rows = rows * 3 / 4;
        }
    }

    /// <summary>The grid's note before any trial has ended.</summary>
    public static string WhileRunning(RunRecord record, RunLock? made)
    {
        var note = $"**{record.Name}**: trials are running.\n\n{About(record, made)}";
        return note.Length <= Length ? note : note[..Length];
    }

    /// <summary>A trial's note.</summary>
    public static string OfTrial(RunRecord record, MethodRecord? method, IndexEntry entry)
    {
        var text = new StringBuilder($"**{entry.Label}**, seed {entry.Seed}, of the grid *{record.Name}*.\n\n");
        if (method is not null)
            text.Append(About(entry.Method, method));
        text.Append($"Make it again: `{record.Command}` (trial `{entry.Id[..8]}`)");
        return text.Length <= Length ? text.ToString() : text.ToString(0, Length);
    }

    private static string Compose(Leaderboard board, int left, RunRecord record, RunLock? made, string openWith) =>
        $"""
        **{record.Name}**: {board.Metric}, mean ± standard deviation over seeds; differences are paired by seed.

        {LeaderboardText.ToMarkdown(board)}{(left > 0 ? $"\n{left} more configurations are in leaderboard.csv.\n" : "")}
        {About(record, made)}The trials, best first:

        ```
        {openWith}
        ```
        """;

    private static string About(RunRecord record, RunLock? made)
    {
        var text = new StringBuilder();
        var used = Names(record);
        foreach (var (name, method) in made?.Methods.Where(pair => used.Contains(pair.Key)) ?? [])
            text.Append(About(name, method));
        text.Append($"Objective: {(record.Objective.Maximize ? "the largest" : "the smallest")} `{record.Objective.Metric}`, over {record.Seeds.Count} seeds.\n\nMake it again: `{record.Command}`");
        if (made?.Commit is { } commit)
            text.Append($" at commit `{commit[..Math.Min(10, commit.Length)]}`{(made.Dirty == true ? " with uncommitted changes" : "")}");
        return text.Append("\n\n").ToString();
    }

    private static string About(string name, MethodRecord method)
    {
        var text = new StringBuilder($"Method: **{(method.Title.Length > 0 ? method.Title : name)}** (`{name}`)");
        if (method.Paper.Length > 0)
            text.Append($", {method.Paper}");
        text.Append("\n\n");
        if (method.Formula.Length > 0)
            text.Append($"```\n{method.Formula}\n```\n\n");
        return text.ToString();
    }

    private static HashSet<string> Names(RunRecord record)
    {
        var values = record.Declaration["grid"]?["method"]?.AsArray() is { } axis ? axis.Select(value => value?.ToString()) : [record.Declaration["method"]?.ToString()];
        return [.. values.OfType<string>()];
    }
}
