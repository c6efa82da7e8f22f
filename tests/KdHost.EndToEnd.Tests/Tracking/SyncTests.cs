using System.Globalization;
using KdHost.EndToEnd.Tests.Support;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.EndToEnd.Tests.Tracking;

/// <summary>Shipping that is killed, or done by two at once, doubles nothing.</summary>
[Collection(typeof(HeavyTests))]
public sealed class SyncTests(FinishedGrid grid, ITestOutputHelper output) : IClassFixture<FinishedGrid>, IAsyncLifetime
{
    private const int Kills = 8;
    private const string SeedVariable = "KDHOST_KILL_SEED";

    private FakeMlflow _server = null!;

    public async ValueTask InitializeAsync() => _server = await FakeMlflow.StartAsync(new FakeOptions { Latency = TimeSpan.FromMilliseconds(15) });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private RunningKd Sync() => grid.Workspace.Start("sync", grid.Name, "--tracking", _server.Address.ToString());

    [Fact]
    public async Task Killed_at_any_instant_it_ends_with_exactly_what_the_journals_say()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } wish ? int.Parse(wish, CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"{SeedVariable}={seed}");
        var random = new Random(seed);
        _server.Faults.AtRandom(seed, 0.1, new Fault.ResetAfterCommit(), new Fault.ParamsAndMetricsOnly(), new Fault.StatusAfterCommit(502));
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var sync = Sync();
            var wanted = _server.Requests.Count + random.Next(1, 20);
            await Eventually.IsTrueAsync(() => sync.HasExited || _server.Requests.Count >= wanted, "some requests were sent");
            LinuxProcess.Signal(sync.Id, LinuxProcess.Kill);
            await sync.EndAsync();
        }

        _server.Faults.Clear();
        await using var last = Sync();
        (await last.EndAsync()).MustEndWith(0);
        Journals.MustBeIn(_server, grid.Run);
    }

    [Fact]
    public async Task Hosts_that_ship_one_directory_at_once_double_nothing()
    {
        var hosts = Enumerable.Range(0, 3).Select(_ => Sync()).ToList();
        foreach (var host in hosts)
        {
            (await host.EndAsync()).MustEndWith(0);
            await host.DisposeAsync();
        }

        await using var last = Sync();
        (await last.EndAsync()).MustEndWith(0);
        Journals.MustBeIn(_server, grid.Run);
        Assert.DoesNotContain(_server.State.Runs.Values, run => run.IsDeleted);
    }
}
