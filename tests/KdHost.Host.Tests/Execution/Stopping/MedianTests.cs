using KdHost.Host.Execution.Stopping;
using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Execution.Stopping;

public sealed class MedianTests : IDisposable
{
    private static readonly StoppingSettings Settings = new(StoppingRule.Median, "validation/accuracy", Maximize: true, GraceSteps: 2, ReductionFactor: 4, MaximumSteps: null, MinimumTrials: 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trial_ends_when_its_best_value_is_worse_than_the_median_of_the_running_averages()
    {
        Finish("a", 1, 2, 3); // averages at step 2: 1.5, 3, 6
        Finish("b", 2, 4, 6);
        Finish("c", 4, 8, 12);
        Assert.Equal(2, StoppedAt(2.9, 1, 9));
        Assert.Null(StoppedAt(3, 1));
        Assert.Equal(3, StoppedAt(3.5, 1, 1)); // the median at step 3 is 4
    }

    [Fact]
    public void No_trial_is_judged_in_its_grace_or_by_too_few_others()
    {
        Finish("a", 1, 1);
        Finish("b", 1, 1);
        Assert.Null(StoppedAt(0, 0, 0));
        Finish("c", 1, 1);
        Assert.Equal(2, StoppedAt(0, 0, 0));
    }

    [Fact]
    public void Shorter_trials_and_other_seeds_do_not_count()
    {
        Finish("a", 1, 1, 1);
        Finish("b", 1, 1, 1);
        Finish("c", 1, 1);
        Assert.Equal(2, StoppedAt(0, 0));
        Assert.Null(StoppedAt(1, 0, 0));
        var other = Watch("x", seed: 1);
        other.Observe(2, 0);
        Assert.Equal(StoppingVerdict.GoOn, other.Verdict);
    }

    [Fact]
    public void A_resumed_trial_remembers_its_earlier_points()
    {
        Finish("a", 1, 1, 1);
        Finish("b", 1, 1, 1);
        Finish("c", 1, 1, 1);
        var watch = Watch("x");
        watch.Recall(1, 5);
        watch.Observe(2, 0);
        Assert.Equal(StoppingVerdict.GoOn, watch.Verdict);
    }

    [Fact]
    public void Smaller_can_be_better()
    {
        foreach (var trial in new[] { "a", "b", "c" })
            Finish(trial, Settings with { Maximize = false }, 1, 1);
        Assert.Equal(2, StoppedAt(Settings with { Maximize = false }, 2, 2));
        Assert.Null(StoppedAt(Settings with { Maximize = false }, 0.5, 2));
    }

    private void Finish(string trial, params double[] curve) => Finish(trial, Settings, curve);

    private void Finish(string trial, StoppingSettings settings, params double[] curve)
    {
        var watch = Watch(trial, settings: settings with { MinimumTrials = int.MaxValue });
        foreach (var (i, value) in curve.Index())
            watch.Observe(i + 1, value);
        watch.Finish();
    }

    private long? StoppedAt(params double[] curve) => StoppedAt(Settings, curve);

    private long? StoppedAt(StoppingSettings settings, params double[] curve)
    {
        var watch = Watch("new", settings: settings);
        foreach (var (i, value) in curve.Index())
        {
            watch.Observe(i + 1, value);
            if (watch.Verdict == StoppingVerdict.Stop)
                return watch.Step;
        }

        return null;
    }

    private MedianWatch Watch(string trial, long seed = 0, StoppingSettings? settings = null) => new(settings ?? Settings, new RungFiles(_folder.Path), trial, seed);
}
