using System.Globalization;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Kills;

/// <summary>Kills a host and its workers at random moments, and checks after each death that nothing which was finished is touched again.</summary>
/// <param name="workspace">Where the host runs.</param>
/// <param name="command">The arguments of the command that is killed and run again.</param>
/// <param name="longestPause">Longest time before a kill, in milliseconds.</param>
internal sealed class KillStorm(Workspace workspace, string[] command, int longestPause)
{
    /// <summary>The variable that repeats a storm.</summary>
    public const string SeedVariable = "KDHOST_KILL_SEED";

    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private Dictionary<string, string> _finished = [];

    /// <summary>Number of processes killed so far.</summary>
    public int Kills { get; private set; }

    /// <summary>The seed of a new storm: a wish of the user's, or another one every time.</summary>
    public static Random NewRandom()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } wish ? int.Parse(wish, CultureInfo.InvariantCulture) : Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
        return new Random(seed);
    }

    /// <summary>Runs the command and kills its host when something is so.</summary>
    public async Task KillWhenAsync(Func<bool> condition, string what)
    {
        await using var host = workspace.Start(command);
        await host.UntilAsync(condition, what);
        await KillHostAsync(host);
    }

    /// <summary>Runs the command again and again until so many processes were killed or it came to its end.</summary>
    /// <returns>Whether it came to its end.</returns>
    public async Task<bool> KillAtRandomAsync(int kills, Random random)
    {
        for (var end = Kills + kills; Kills < end;)
        {
            await using var host = workspace.Start(command);
            if (random.Next(2) == 0)
            {
                // A worker first: the host replaces it and goes on until its own turn.
                await Eventually.IsTrueAsync(() => host.HasExited || host.Workers.Count > 0, "a worker starts");
                await PauseAsync(random);
                if (host.Workers is { Count: > 0 } workers)
                    Kill("worker", workers[random.Next(workers.Count)]);
            }

            await PauseAsync(random);
            if (host.HasExited)
            {
                (await host.EndAsync()).MustEndWith(0);
                return true;
            }

            await KillHostAsync(host);
        }

        return false;
    }

    /// <summary>Kills a worker of a host again and again, each time when some more trials are done.</summary>
    /// <returns>How many were killed before the host came to its end.</returns>
    public async Task<int> KillWorkersAsync(RunningKd host, int kills, Random random)
    {
        var killed = 0;
        for (var done = 0; killed < kills && !host.HasExited;)
        {
            await Eventually.IsTrueAsync(() => host.HasExited || (workspace.HasRun && workspace.Run.Done.Count > done), "another trial is done");
            await PauseAsync(random);
            if (host.Workers is not { Count: > 0 } workers)
                continue;
            done = workspace.Run.Done.Count;
            Kill("worker", workers[random.Next(workers.Count)]);
            killed++;
        }

        return killed;
    }

    private async Task KillHostAsync(RunningKd host)
    {
        var workers = host.Workers;
        Kill("host", host.Id);
        await host.EndAsync();
        await Eventually.IsTrueAsync(() => !workers.Any(LinuxProcess.IsWorker), "the workers of a killed host leave");
        CheckFinished();
    }

    /// <summary>Fails when a trial that was finished at an earlier death was run again, lost or changed.</summary>
    public void CheckFinished()
    {
        if (!workspace.HasRun)
            return;
        var now = workspace.Run.Snapshot("done").Where(file => Path.GetFileName(file.Key).All(char.IsAsciiHexDigit)).ToDictionary();
        Assert.Superset(_finished.ToHashSet(), now.ToHashSet());
        Assert.All(workspace.Run.Done, done => Assert.Equal((int)done.Value["epoch"]!, workspace.Run.Epochs(done.Key)[^1]));
        _finished = now;
    }

    private async Task PauseAsync(Random random)
    {
        var pause = random.Next(longestPause);
        _output?.WriteLine($"waited {pause} ms");
        await Task.Delay(pause, TestContext.Current.CancellationToken);
    }

    private void Kill(string what, int process)
    {
        Kills++;
        _output?.WriteLine($"killed the {what} {process}");
        LinuxProcess.Signal(process, LinuxProcess.Kill);
    }
}
