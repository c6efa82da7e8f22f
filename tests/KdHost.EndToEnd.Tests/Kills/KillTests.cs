using System.Globalization;
using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Kills;

/// <summary>SIGKILL to host and workers at random moments: run again, and all numbers are those of an undisturbed run.</summary>
[Collection(typeof(HeavyTests))]
public sealed class KillTests(Undisturbed undisturbed, ITestOutputHelper output) : IDisposable
{
    private const int Kills = 5, LongestPauseMilliseconds = 2000;
    private const string SeedVariable = "KDHOST_KILL_SEED";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Killed_at_random_moments_and_run_again_it_ends_with_the_numbers_of_an_undisturbed_run()
    {
        var expected = await undisturbed.OutcomeAsync();
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } wish ? int.Parse(wish, CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"{SeedVariable}={seed}");
        _workspace.Write("long.json", Declarations.Long);

        // Two kills that must hit: between a trial's first checkpoint and its end, and between two ends. Between them, any moment.
        await KillWhenAsync(() => _workspace.HasRun && _workspace.Run.HasUnfinishedCheckpoint, "a checkpoint stands");
        await KillAtRandomAsync(new Random(seed));
        await KillWhenAsync(() => _workspace.Run.Done.Count > 0, "a trial is done");
        var finished = _workspace.Run.Snapshot("done");
        var last = (await _workspace.KdAsync("run", "long.json")).MustEndWith(0);
        output.WriteLine(last.ToString());

        expected.MustEqual(Outcome.Of(_workspace));
        Assert.Superset(finished.ToHashSet(), _workspace.Run.Snapshot("done").ToHashSet());
        Assert.All(_workspace.Run.Done, done => Assert.Equal((int)done.Value["epoch"]!, _workspace.Run.Epochs(done.Key)[^1]));
        Assert.Contains(_workspace.Run.Starts, start => start["from"] is JsonObject);
        Assert.All(_workspace.Tracked, run => run.MustHaveEachPointOnce());
    }

    private async Task KillWhenAsync(Func<bool> condition, string what)
    {
        await using var host = _workspace.Start("run", "long.json");
        await host.UntilAsync(condition, what);
        var workers = host.Workers;
        Kill("host", host.Id);
        await host.EndAsync();
        await Eventually.IsTrueAsync(() => !workers.Any(LinuxProcess.IsWorker), "the workers of a killed host leave");
    }

    private async Task KillAtRandomAsync(Random random)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var host = _workspace.Start("run", "long.json");
            if (kill % 2 == 0)
            {
                // A worker first: the host replaces it and goes on until its own turn.
                await Eventually.IsTrueAsync(() => host.HasExited || host.Workers.Count > 0, "a worker starts");
                await PauseAsync(random);
                if (host.Workers is { Count: > 0 } workers)
                    Kill("worker", workers[random.Next(workers.Count)]);
            }

            await PauseAsync(random);
            if (!host.HasExited)
                Kill("host", host.Id);
            await host.EndAsync();
        }
    }

    private async Task PauseAsync(Random random)
    {
        var pause = random.Next(LongestPauseMilliseconds);
        output.WriteLine($"waited {pause} ms");
        await Task.Delay(pause, TestContext.Current.CancellationToken);
    }

    private void Kill(string what, int process)
    {
        output.WriteLine($"killed the {what} {process}");
        LinuxProcess.Signal(process, LinuxProcess.Kill);
    }
}
