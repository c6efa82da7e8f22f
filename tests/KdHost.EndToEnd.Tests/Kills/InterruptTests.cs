using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Kills;

/// <summary>Ctrl-C: checkpoint, journal, exit code 130; the same command goes on.</summary>
[Collection(typeof(HeavyTests))]
public sealed class InterruptTests(Undisturbed undisturbed) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Ctrl_C_stops_at_a_checkpoint_with_exit_code_130_and_the_same_command_goes_on()
    {
        var expected = await undisturbed.OutcomeAsync();
        _workspace.Write("long.json", Declarations.Long);

        await using (var running = _workspace.Start("run", "long.json"))
        {
            await running.UntilAsync(() => _workspace.HasRun && _workspace.Run.HasJournal, "a trial begins");
            LinuxProcess.Signal(running.Id, LinuxProcess.Interrupt);
            var stopped = (await running.EndAsync()).MustEndWith(130);
            Assert.Contains("stopped at a checkpoint", stopped.Output, StringComparison.Ordinal);
            Assert.Contains("Stopped. The same command goes on from the last checkpoints.", stopped.Output, StringComparison.Ordinal);
            Assert.Empty(stopped.Errors);
        }

        Assert.True(_workspace.Run.HasUnfinishedCheckpoint);
        Assert.Equal("KILLED", _workspace.Tracked.Single(run => run.Trial is null).Status);

        var resumed = (await _workspace.KdAsync("run", "long.json")).MustEndWith(0);
        Assert.Contains("goes on from its last checkpoint", resumed.Output, StringComparison.Ordinal);
        expected.MustEqual(Outcome.Of(_workspace));
        Assert.All(_workspace.Tracked, run => run.MustHaveEachPointOnce());
    }

    [Fact]
    public async Task A_second_Ctrl_C_ends_the_workers_at_once()
    {
        _workspace.Write("long.json", Declarations.Long);
        await using var running = _workspace.Start("run", "long.json");
        await running.UntilAsync(() => running.Workers.Count > 0, "a worker starts");
        var workers = running.Workers;

        LinuxProcess.Signal(running.Id, LinuxProcess.Interrupt);
        LinuxProcess.Signal(running.Id, LinuxProcess.Interrupt);

        (await running.EndAsync()).MustEndWith(130);
        await Eventually.IsTrueAsync(() => !workers.Any(LinuxProcess.IsWorker), "the workers are gone");
    }
}
