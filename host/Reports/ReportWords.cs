using KdHost.Host.Reports.Pages;
using KdHost.Host.Reports.Tables;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Reports;

/// <summary>The sentences that page and Markdown share.</summary>
internal static class ReportWords
{
    /// <summary>How to read the table of comparisons.</summary>
    public const string AboutComparisons =
        "Differences are candidate minus baseline over the seeds that both have. The interval is Student's t over these pairs; p is the paired t-test, Wilcoxon the exact signed-rank test (six pairs at least); "
        + "Holm's correction counts all comparisons of the table. A verdict is that of the interval alone; “not after Holm” marks one that doesn't survive the correction.";

    /// <summary>More rows than this nobody reads in a page; the CSV files have all.</summary>
    public const int MostRows = 1000;

    /// <summary>What was run, in one line.</summary>
    public static string Scope(ReportContent content) =>
        $"{Count(content.Total, "trial")}: {Count(content.Results.Configurations.Count, "configuration")}, {Count(content.Record.Seeds.Count, "seed")}; {content.Board.Metric}, {(content.Board.Maximize ? "larger" : "smaller")} is better";

    /// <summary>Title and paper of each method, where the run directory knows them.</summary>
    public static IEnumerable<string> Papers(ReportContent content) => content.Results.Configurations.Select(configuration => configuration.Method).Distinct()
        .Select(method => content.Lock?.Methods.GetValueOrDefault(method)).OfType<RunDirectories.MethodRecord>()
        .Select(method => string.Join(": ", new[] { method.Title, method.Paper }.Where(words => words.Length > 0)));

    /// <summary>What came out, in one or two sentences; null when nothing has.</summary>
    public static string? Answer(ReportContent content)
    {
        if (content.Board.Rows is not [{ Summary.Mean: not null } best, ..])
            return null;
        var figures = Figures.For(content.Board);
        var mean = $"{(content.Board.Rows.Count > 1 ? "Best: " : "")}{best.Configuration.Label} with {figures.Mean(best.Summary)} over {Count(best.Summary.Count, "seed")}.";
        if (best.Comparison is not { Difference.Mean: not null } comparison)
            return best.IsBaseline && content.Board.Compared.Any() ? $"{mean} It is the baseline: nothing here was better on average." : mean;
        var verdict = comparison.Judge(content.Board.Maximize);
        var interval = comparison.Difference.Interval is { } range && verdict.Kind != VerdictKind.TooFewSeeds ? $", 95 % interval {figures.SignedInterval(range)}" : "";
        return $"{mean} Against {ComparisonText.Baseline(best)}: {figures.Signed(comparison.Difference.Mean)}{interval}; {Figures.Verdict(verdict, best.AdjustedPValue)}.";
    }

    /// <summary>What the reader must know before trusting the tables.</summary>
    public static IEnumerable<string> Warnings(ReportContent content)
    {
        if (content.Open > 0)
            yield return $"Not complete: {Count(content.Open, "trial")} of {content.Total} {(content.Open == 1 ? "has" : "have")} not ended.";
        if (content.Stopped > 0)
            yield return $"{Count(content.Stopped, "trial")} of {content.Total} {(content.Stopped == 1 ? "was" : "were")} stopped early or paused by the stopping rule; the tables rest on the others.";
        if (content.Board.Rows.Count > MostRows)
            yield return $"The tables here have the best {MostRows} of {content.Board.Rows.Count} configurations; {GridReport.Csv} has all.";
        var failed = content.Results.Count(Journal.TrialState.Failed);
        if (failed > 0)
            yield return $"{Count(failed, "trial")} of {content.Total} failed; the tables rest on the others.";
        if (content.Builds > 1)
            yield return "The trials were run by more than one build of their plugin: kd run --rerun stale makes them alike.";
        if (content.Lock?.Dirty == true)
            yield return "The working folder had changes that were not committed.";
    }

    /// <summary>A number with its noun.</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
