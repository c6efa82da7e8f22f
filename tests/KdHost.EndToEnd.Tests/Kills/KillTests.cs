using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Kills;

/// <summary>SIGKILL to host and workers at random moments: run again, and all numbers are those of an undisturbed run.</summary>
[Collection(typeof(HeavyTests))]
public sealed class KillTests(Undisturbed undisturbed, ITestOutputHelper output) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Trainings_killed_at_random_moments_end_with_the_numbers_of_an_undisturbed_run()
    {
        var expected = await undisturbed.OutcomeAsync();
        _workspace.Write("long.json", Declarations.Long);
        var storm = new KillStorm(_workspace, ["run", "long.json"], longestPause: 2000);

        // Two kills that must hit: between a trial's first checkpoint and its end, and between two ends. Between them, any moment.
        await storm.KillWhenAsync(() => _workspace.HasRun && _workspace.Run.HasUnfinishedCheckpoint, "a checkpoint stands");
        await storm.KillAtRandomAsync(6, KillStorm.NewRandom());
        await storm.KillWhenAsync(() => _workspace.Run.Done.Count > 0, "a trial is done");
        output.WriteLine((await _workspace.KdAsync("run", "long.json")).MustEndWith(0).ToString());

        storm.CheckFinished();
        Assert.Contains(_workspace.Run.Starts, start => start["from"] is JsonObject);
        expected.MustEqual(Outcome.Of(_workspace));
        Assert.All(_workspace.Tracked, run => run.MustHaveEachPointOnce());
    }

    [Fact]
    public Task Twelve_kills_repeat_no_finished_trial_lose_none_and_double_no_point() => StormAsync(12, KillStorm.NewRandom());

    // About ten minutes. The report of a release has its figures.
    [Fact(Explicit = true)]
    public async Task Two_hundred_kills_repeat_no_finished_trial_lose_none_and_double_no_point()
    {
        var random = KillStorm.NewRandom();
        for (var kills = 0; kills < 200;)
        {
            kills += await StormAsync(200 - kills, random);
            output.WriteLine($"{kills} kills so far");
        }
    }

    // Kills until the grid is through, then compares it with a run to which nothing happened.
    private async Task<int> StormAsync(int kills, Random random)
    {
        using var disturbed = new Workspace();
        var expected = await Walks.OutcomeAsync();
        disturbed.Write("walks.json", Walks.Declaration);
        var storm = new KillStorm(disturbed, Walks.Command, longestPause: 1200);
        if (!await storm.KillAtRandomAsync(kills, random))
            (await disturbed.KdAsync(Walks.Command)).MustEndWith(0);

        storm.CheckFinished();
        expected.MustEqual(Outcome.Of(disturbed));
        Assert.All(disturbed.Tracked, run => run.MustHaveEachPointOnce());
        return storm.Kills;
    }
}
