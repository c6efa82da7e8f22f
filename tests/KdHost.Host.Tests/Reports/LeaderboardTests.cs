using System.Text.Json.Nodes;
using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Reports.Statistics;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports;

public sealed class LeaderboardTests
{
    private static readonly Failure Crash = new(default, "it broke", "mend it");

    [Fact]
    public void Figures_of_a_table_agree_with_the_reference_and_p_values_are_corrected_over_all_of_it()
    {
        var items = Golden.Read("paired").AsArray().Take(4).ToList();
        using var run = new FakeRun { Baseline = new JsonObject { ["arm"] = "base" } };
        foreach (var (number, item) in items.Index())
        {
            foreach (var (seed, value) in item!.Numbers("baseline").Index())
                run.Finish(seed, value, ("arm", "base"), ("set", number));
            foreach (var (seed, value) in item!.Numbers("candidate").Index())
                run.Finish(seed, value, ("arm", "new"), ("set", number));
        }

        var board = Leaderboard.Of(run.Save().Results);
        var adjusted = Holm.Adjust([.. items.Select(item => item!.Number("p_t_two_sided"))]);
        foreach (var (number, item) in items.Index())
        {
            var row = board.Compared.Single(row => row.Configuration.Label == $"arm=new set={number}");
            Near.Equal(item!.Number("mean_difference"), row.Comparison!.Difference.Mean);
            Golden.EqualInterval(item!.Numbers("ci95"), row.Comparison.Difference.Interval);
            Near.Equal(item!.Number("p_t_two_sided"), row.Comparison.PValue);
            Near.Equal(adjusted[number], row.AdjustedPValue);
        }
    }

    [Theory]
    [InlineData(true, "x=3", "x=2", "x=1")]
    [InlineData(false, "x=1", "x=2", "x=3")]
    public void The_best_comes_first_by_the_direction_of_the_objective_and_what_has_no_result_last(bool maximize, params string[] order)
    {
        using var run = new FakeRun { Maximize = maximize };
        run.Declare(0, ("x", 9));
        foreach (var x in new[] { 2, 1, 3 })
            run.Finish(0, x, ("x", x));

        Assert.Equal([.. order, "x=9"], Leaderboard.Of(run.Save().Results).Rows.Select(row => row.Configuration.Label));
    }

    [Theory]
    [InlineData(true, nameof(VerdictKind.Worse))]
    [InlineData(false, nameof(VerdictKind.Better))]
    public void A_smaller_value_is_better_where_the_objective_is_minimised(bool maximize, string expected)
    {
        using var run = Arms(maximize, [1, 2, 3], [0.5, 1.4, 2.6]);
        Assert.Equal(expected, $"{Leaderboard.Of(run.Results).Compared.Single().Comparison!.Judge(maximize).Kind}");
    }

    [Fact]
    public void Configurations_that_tie_keep_the_order_declared()
    {
        using var run = new FakeRun();
        foreach (var name in new[] { "b", "a", "c" })
            run.Finish(0, 1, ("name", name));
        Assert.Equal(["name=b", "name=a", "name=c"], Leaderboard.Of(run.Save().Results).Rows.Select(row => row.Configuration.Label));
    }

    [Fact]
    public void One_seed_has_a_mean_no_interval_and_too_few_seeds_to_tell()
    {
        using var run = Arms(true, [80], [90]);
        var text = LeaderboardText.ToMarkdown(Leaderboard.Of(run.Results));
        Assert.Contains("| arm=new | 90.00 | 1 | +10.00 |  |  | too few seeds to tell |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text + LeaderboardText.ToCsv(Leaderboard.Of(run.Results)), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_that_are_missing_are_named_with_their_reason_and_pairs_are_those_that_both_have()
    {
        using var run = new FakeRun { Baseline = new JsonObject { ["arm"] = "base" } };
        for (var seed = 0; seed < 4; seed++)
            run.Finish(seed, 80 + seed, ("arm", "base"));
        run.Finish(0, 82, ("arm", "new"));
        run.Fail(1, Crash, ("arm", "new"));
        run.Declare(2, ("arm", "new"));
        run.Finish(3, 85.5, ("arm", "new"));

        var board = Leaderboard.Of(run.Save().Results);
        var row = board.Compared.Single();
        Assert.Equal(2, row.Comparison!.Difference.Count);
        Assert.Equal("2 of 4", LeaderboardText.Count(row));
        Assert.Equal([$"arm=new: seed 1 failed ({Crash.Kind.Word()}); seed 2 not done yet"], LeaderboardText.Missing(board));
        Assert.Contains(",1 2\n", LeaderboardText.ToCsv(board), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_that_the_stopping_rule_ended_or_paused_are_named_and_have_no_value()
    {
        using var run = new FakeRun();
        run.Finish(0, 80, ("x", 1));
        run.End(run.Declare(1, ("x", 1)), TrialState.Stopped, null, new() { [FakeRun.Objective] = 10 });
        new RungFiles(Path.Combine(run.Run.Stopping, "accuracy")).Record(2, 3, run.Declare(2, ("x", 1)).Id, 10);

        var board = Leaderboard.Of(run.Save().Results);

        Assert.Equal(80, board.Rows.Single().Summary.Mean);
        Assert.Equal(["x=1: seed 1 stopped early; seed 2 paused at step 3"], LeaderboardText.Missing(board));
    }

    [Fact]
    public void A_result_that_does_not_survive_the_correction_says_so()
    {
        using var run = new FakeRun { Baseline = new JsonObject { ["arm"] = "base" } };
        double[] noise = [0.3, -0.2, 0.5, -0.4, 0.1];
        for (var seed = 0; seed < noise.Length; seed++)
        {
            run.Finish(seed, 80, ("arm", "base"));
            run.Finish(seed, 80.45 + noise[seed], ("arm", "lucky"));
            for (var other = 0; other < 8; other++)
                run.Finish(seed, 80 + noise[(seed + other) % noise.Length] - 0.06, ("arm", $"other{other}"));
        }

        var row = Leaderboard.Of(run.Save().Results).Compared.First();
        Assert.Equal("arm=lucky", row.Configuration.Label);
        Assert.Equal(VerdictKind.Better, row.Comparison!.Judge(true).Kind);
        Assert.Equal("better, not after Holm", Figures.Verdict(row.Comparison.Judge(true), row.AdjustedPValue));
    }

    [Theory]
    [InlineData(0.8, "12.35")]
    [InlineData(0.0031, "12.3457")]
    [InlineData(25.0, "12.35")]
    [InlineData(null, "12.35")]
    public void Numbers_have_decimals_for_two_digits_of_the_spread(double? deviation, string expected) =>
        Assert.Equal(expected, Figures.For([deviation]).Number(12.345678));

    [Fact]
    public void A_baseline_may_be_a_parameter_that_another_arm_does_not_have()
    {
        using var run = new FakeRun { Baseline = new JsonObject { ["loss"] = "kd" } };
        run.Finish(0, 80, ("loss", "kd"), ("rate", 1));
        run.Finish(0, 81, ("loss", "dkd"), ("rate", 1), ("beta", 8));
        run.Finish(0, 70, ("loss", "kd"), ("rate", 2));
        run.Finish(0, 72, ("loss", "dkd"), ("rate", 2), ("beta", 2));

        var compared = Leaderboard.Of(run.Save().Results).Compared.ToDictionary(row => row.Configuration.Label, row => row.Baseline!.Label);
        Assert.Equal(new() { ["loss=dkd rate=1 beta=8"] = "loss=kd rate=1", ["loss=dkd rate=2 beta=2"] = "loss=kd rate=2" }, compared);
    }

    private static FakeRun Arms(bool maximize, double[] baseline, double[] candidate)
    {
        var run = new FakeRun { Maximize = maximize, Baseline = new JsonObject { ["arm"] = "base" } };
        foreach (var (seed, value) in baseline.Index())
            run.Finish(seed, value, ("arm", "base"));
        foreach (var (seed, value) in candidate.Index())
            run.Finish(seed, value, ("arm", "new"));
        return run.Save();
    }
}
