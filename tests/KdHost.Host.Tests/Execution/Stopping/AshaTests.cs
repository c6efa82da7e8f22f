using KdHost.Host.Execution.Stopping;
using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Execution.Stopping;

public sealed class AshaTests : IDisposable
{
    private static readonly StoppingSettings Settings = new(StoppingRule.Asha, "validation/accuracy", Maximize: true, GraceSteps: 2, ReductionFactor: 3, MaximumSteps: 20, MinimumTrials: 3);

    private readonly TemporaryFolder _folder = new();
    private readonly RungFiles _rungs;

    public AshaTests() => _rungs = new RungFiles(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rungs_grow_by_the_reduction_factor_and_end_below_the_maximum()
    {
        Assert.Equal([2, 6, 18], Settings.Rungs());
        Assert.Equal([2, 6], (Settings with { MaximumSteps = 18 }).Rungs());
        Assert.InRange((Settings with { MaximumSteps = null }).Rungs().Count(), 30, 60);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    public void Of_n_trials_the_best_third_goes_on(int trials, int promoted)
    {
        var entries = Enumerable.Range(0, trials).Select(i => new RungEntry($"{i}", i, false)).ToList();
        Assert.Equal(Enumerable.Range(0, promoted).Select(i => $"{trials - 1 - i}"), Asha.Top(entries, 3, maximize: true).Select(entry => entry.Trial));
        Assert.Equal(Enumerable.Range(0, promoted).Select(i => $"{i}"), Asha.Top(entries, 3, maximize: false).Select(entry => entry.Trial));
    }

    [Fact]
    public void Not_a_number_is_worse_than_any_number_and_ties_go_by_id()
    {
        RungEntry[] entries = [new("c", double.NaN, false), new("b", double.NegativeInfinity, false), new("a", double.NegativeInfinity, false), new("d", 1, false)];
        Assert.Equal(["d", "a"], Asha.Top(entries, 2, maximize: true).Select(entry => entry.Trial));
    }

    [Fact]
    public void The_first_trials_pause_at_the_first_rung_and_a_better_third_one_goes_on()
    {
        Assert.Equal((StoppingVerdict.Pause, 2), Run("a", step => step));
        Assert.Equal((StoppingVerdict.Pause, 2), Run("b", step => 2 * step));
        Assert.Equal((StoppingVerdict.Pause, 6), Run("c", step => 3 * step));
        Assert.Equal(new Dictionary<string, long> { ["a"] = 2, ["b"] = 2, ["c"] = 6 }, Paused());
    }

    [Fact]
    public void A_promoted_trial_passes_its_rung_when_it_is_resumed()
    {
        Run("a", step => step);
        Assert.True(_rungs.TryPromote(0, 2, "a"));
        Assert.False(_rungs.TryPromote(0, 2, "a"));
        Assert.Empty(Paused());
        Assert.Equal((StoppingVerdict.Pause, 6), Run("a", step => step));
    }

    [Fact]
    public void A_value_at_a_rung_stays_what_it_was_first()
    {
        _rungs.Record(0, 2, "a", 0.1);
        _rungs.Record(0, 2, "a", 5);
        Assert.Equal([new RungEntry("a", 0.1, false)], _rungs.Read(0, 2));
        Assert.Equal([new RungEntry("a", 0.1, false)], new RungFiles(_folder.Path).Read(0, 2));
    }

    [Fact]
    public void Seeds_do_not_compete_with_each_other()
    {
        for (var seed = 0; seed < 3; seed++)
            Assert.Equal((StoppingVerdict.Pause, 2), Run($"trial-{seed}", step => step, seed));
    }

    [Fact]
    public void A_metric_that_is_logged_rarely_is_judged_at_every_rung_that_it_passes()
    {
        Run("a", step => step);
        Run("b", step => step);
        var watch = Watch("c", 0);
        watch.Observe(10, 100);
        Assert.Equal((StoppingVerdict.Pause, 6), (watch.Verdict, watch.Step));
        Assert.Equal([2, 6], _rungs.Rungs(0));
    }

    private (StoppingVerdict Verdict, long Step) Run(string trial, Func<long, double> curve, long seed = 0)
    {
        var watch = Watch(trial, seed);
        for (var step = 1L; step <= 20 && watch.Verdict == StoppingVerdict.GoOn; step++)
            watch.Observe(step, curve(step));
        return (watch.Verdict, watch.Step);
    }

    private AshaWatch Watch(string trial, long seed) => new(Settings, new RungFiles(_folder.Path), trial, seed);

    private Dictionary<string, long> Paused()
    {
        var paused = new Dictionary<string, long>();
        PausedTrials.Collect(_rungs, paused);
        return paused;
    }
}
