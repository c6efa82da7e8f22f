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

    // Between two trials a worker holds both: one whose end it records, and the next one.
    [Fact]
    public async Task Workers_killed_between_two_short_trials_cost_neither_of_them()
    {
        var declaration = Walks.Declaration.Replace("\"seeds\": 4", "\"seeds\": 40", StringComparison.Ordinal);
        string[] command = [.. Walks.Command, "--set", "epochMilliseconds=0", "--set", "epochs=2"];
        using var quiet = new Workspace();
        quiet.Write("walks.json", declaration);
        (await quiet.KdAsync(command)).MustEndWith(0);

        _workspace.Write("walks.json", declaration);
        await using var host = _workspace.Start(command);
        var killed = await new KillStorm(_workspace, command, longestPause: 50).KillWorkersAsync(host, kills: 4, KillStorm.NewRandom());
        (await host.EndAsync()).MustEndWith(0);
        output.WriteLine($"{killed} workers killed");
        Assert.InRange(killed, 2, int.MaxValue);
        Assert.Equal(120, _workspace.Run.Done.Count);
        Outcome.Of(quiet).MustEqual(Outcome.Of(_workspace));
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
