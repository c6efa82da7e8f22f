using System.Diagnostics;
using System.Text.Json;
using KdHost.Host.Journal;
using KdHost.Host.Reports.Status;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Reports.Status;

public sealed class GridWatchTests
{
    [Fact]
    public void Trials_are_counted_by_state()
    {
        using var run = new FakeRun();
        run.Finish(0, 1);
        run.Fail(1, new Failure(default, "it broke", "mend it"));
        run.Log(Held(run, 2, Pilots.Alive()), [("train/loss", 1, 0.5), ("train/loss", 2, 0.25), ("system/cpu", 77, 1)], torn: true);
        run.Log(Held(run, 3, Pilots.Dead()), [("train/loss", 1, 0.5)]);
        run.Declare(4);

        var status = Look(run.Save());

        Assert.Equal(new TrialCounts(Total: 5, Finished: 1, Failed: 1, Running: 1, Interrupted: 1, Waiting: 2), status.Trials with { });
        var running = Assert.Single(status.Running);
        Assert.Equal((2, 0.25, "cpu"), (running.Step, running.Metrics["train/loss"], running.Device));
        Assert.False(status.IsComplete);
        Assert.Equal("it broke", Assert.Single(status.Failures).Message);
    }

    [Fact]
    public void A_directory_that_is_just_made_can_be_looked_at()
    {
        using var run = new FakeRun();
        run.Declare(0);
        run.Save();
        foreach (var folder in new[] { run.Run.Done, run.Run.Leases, run.Run.Pilots })
            Directory.Delete(folder);

        Assert.Equal(1, Look(run).Trials.Waiting);
    }

    [Fact]
    public void The_end_is_estimated_from_the_trials_that_ended_since_the_pilot_began()
    {
        using var run = new FakeRun();
        for (var seed = 0; seed < 6; seed++)
            run.Finish(seed, 1);
        Held(run, 6, Pilots.Alive());
        run.Declare(7);
        run.Save();
        Assert.NotNull(Look(run).TrialsPerHour);
        Assert.NotNull(Look(run).EstimatedEnd);
    }

    [Fact]
    public void Nobody_at_work_means_no_estimate_and_the_command_that_goes_on()
    {
        using var run = new FakeRun();
        run.Finish(0, 1);
        run.Declare(1);
        var status = Look(run.Save());
        Assert.Equal((0, null, null, "kd run x.json"), (status.Pilots, status.TrialsPerHour, status.EstimatedEnd, status.Command));
    }

    [Fact]
    public void A_second_look_sees_what_ended_meanwhile()
    {
        using var run = new FakeRun();
        var (first, second) = (run.Declare(0), run.Declare(1));
        run.End(first, TrialState.Finished, null, []);
        run.Save();
        var watch = new GridWatch(run.Run, TimeProvider.System);
        Assert.Equal(1, watch.Look().Trials.Finished);
        run.End(second, TrialState.Finished, null, []);
        Assert.Equal(2, watch.Look().Trials.Finished);
        Assert.True(watch.Look().IsComplete);
    }

    [Fact]
    public void Five_thousand_trials_are_looked_at_in_seconds()
    {
        using var run = new FakeRun();
        for (var seed = 0; seed < 5_000; seed++)
            run.Declare(seed);
        run.Save();
        foreach (var entry in new TrialIndex(run.Run).Read())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(run.Run.DoneFile(entry.Id))!);
            File.WriteAllText(run.Run.DoneFile(entry.Id), """{"state":"finished","epoch":1,"failure":null,"build":"00000000-0000-0000-0000-000000000000","metrics":{"test/accuracy":1}}""");
        }

        var watch = new GridWatch(run.Run, TimeProvider.System);
        Assert.True(Time(watch, out var first) < TimeSpan.FromSeconds(8));
        Assert.Equal(5_000, first.Trials.Finished);
        Assert.True(Time(watch, out _) < TimeSpan.FromSeconds(3));
    }

    private static TimeSpan Time(GridWatch watch, out GridStatus status)
    {
        var clock = Stopwatch.StartNew();
        status = watch.Look();
        return clock.Elapsed;
    }

    private static GridStatus Look(FakeRun run) => new GridWatch(run.Run, TimeProvider.System).Look();

    private static IndexEntry Held(FakeRun run, long seed, PilotIdentity pilot)
    {
        var entry = run.Declare(seed);
        File.WriteAllText(Path.Combine(run.Run.Pilots, $"{pilot.Id}.json"), JsonSerializer.Serialize(pilot));
        File.SetLastWriteTimeUtc(Path.Combine(run.Run.Pilots, $"{pilot.Id}.json"), DateTime.UtcNow.AddMinutes(-5));
        Directory.CreateDirectory(Path.GetDirectoryName(run.Run.Lease(entry.Id, 1))!);
        File.WriteAllText(run.Run.Lease(entry.Id, 1), JsonSerializer.Serialize(pilot));
        return entry;
    }
}
