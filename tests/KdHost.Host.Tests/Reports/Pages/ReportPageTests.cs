using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Curves;
using KdHost.Host.Reports.Pages;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Reports.Pages;

public sealed partial class ReportPageTests
{
    private const string Attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    [Fact]
    public void A_name_that_looks_like_markup_stays_text_wherever_it_comes_from()
    {
        using var run = new FakeRun(Attack.Replace('/', '|')) { Baseline = new JsonObject { [Attack] = "a" } };
        for (var seed = 0; seed < 3; seed++)
        {
            foreach (var arm in new[] { "a", Attack })
                run.Log(run.Finish(seed, seed, (Attack, arm), ("other", seed % 2)), Enumerable.Range(1, 3).Select(step => (Attack, (long)step, 1.0 * step)));
        }

        var failed = run.Fail(9, new Failure(default, Attack, Attack), (Attack, Attack));
        run.Log(failed, []);
        File.WriteAllText(run.Run.Trial(failed.Id).Log(1), Attack);

        var page = Page(run.Save());

        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Single(Regex.Matches(page, "<script", RegexOptions.IgnoreCase));
        Assert.DoesNotContain("\"'>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_asked_from_a_network_and_no_other_script_may_run()
    {
        using var run = Grid(configurations: 3, seeds: 3, metrics: 2, steps: 4);
        var page = Page(run);
        Assert.DoesNotMatch("""(src|href)\s*=\s*["']?(https?:|//)|url\(|@import|fetch\(|XMLHttpRequest""", page);
        Assert.Matches("""Content-Security-Policy" content="default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-[A-Za-z0-9+/=]+&#39;">""", page.Replace("&#x2B;", "+", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_figure_is_well_formed_and_has_a_name()
    {
        using var run = Grid(configurations: 4, seeds: 3, metrics: 2, steps: 5);
        var figures = Svg().Matches(Page(run)).Select(match => XElement.Parse(match.Value)).Where(figure => figure.Attribute("aria-hidden") is null).ToList();
        Assert.Equal(4, figures.Count); // intervals, two metrics, parallel coordinates
        Assert.All(figures, figure => Assert.False(string.IsNullOrEmpty((string?)figure.Attribute("aria-label"))));
        Assert.DoesNotContain("NaN", string.Concat(figures), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_thousand_trials_with_twenty_metrics_make_a_page_below_five_megabytes_in_seconds()
    {
        using var run = Grid(configurations: 400, seeds: 5, metrics: 20, steps: 120);
        var watch = Stopwatch.StartNew();
        var page = Page(run);
        Assert.InRange(page.Length, 100_000, 5_000_000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"it took {watch.Elapsed}");
    }

    [Fact]
    public void A_grid_without_results_has_a_page_that_says_so()
    {
        using var run = new FakeRun();
        run.Declare(0, ("x", 1));
        var page = Page(run.Save());
        Assert.Contains("No trial has a result yet.", page, StringComparison.Ordinal);
        Assert.Contains("Not complete: 1 trial of 1 has not ended.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_finite_break_no_figure()
    {
        using var run = new FakeRun();
        foreach (var (seed, value) in new[] { double.NaN, double.PositiveInfinity, 1e308 }.Index())
            run.Log(run.Finish(seed, value, ("x", seed)), [("train/loss", 1, value), ("train/loss", 2, value), ("train/loss", 3, 1)]);
        Assert.DoesNotContain("NaN", Page(run.Save()).Split("<script>")[0], StringComparison.Ordinal);
    }

    private static string Page(FakeRun run) => ReportPage.Of(ReportContent.Read(run.Run, run.Results, DateTimeOffset.UnixEpoch));

    private static FakeRun Grid(int configurations, int seeds, int metrics, int steps)
    {
        var run = new FakeRun { Baseline = new JsonObject { ["arm"] = 0 } };
        var entries = new List<IndexEntry>();
        for (var configuration = 0; configuration < configurations; configuration++)
        {
            for (var seed = 0; seed < seeds; seed++)
            {
                var entry = run.Finish(seed, Math.Sin((configuration * 7) + seed) + (configuration * 0.01), ("arm", configuration % 2), ("set", configuration / 2));
                entries.Add(entry);
            }
        }

        // Journals of configurations that no curve is drawn of are not read; a test need not write them.
        var shown = GridCurves.Shown(Leaderboard.Of(run.Save().Results)).Select(configuration => configuration.Id).ToHashSet();
        foreach (var entry in entries.Where(entry => shown.Contains(entry.ConfigurationId)))
            run.Log(entry, from metric in Enumerable.Range(0, metrics) from step in Enumerable.Range(1, steps) select ($"metric/{metric}", (long)step, Math.Sin(metric + step + entry.Seed)));
        return run;
    }

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
