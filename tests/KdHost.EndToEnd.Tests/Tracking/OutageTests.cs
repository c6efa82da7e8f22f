using System.Diagnostics;
using KdHost.EndToEnd.Tests.Support;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.EndToEnd.Tests.Tracking;

/// <summary>A server that fails in every way while a grid of twenty trials runs: nothing lost, nothing doubled, no trial slowed down.</summary>
[Collection(typeof(HeavyTests))]
public sealed class OutageTests(ITestOutputHelper output) : IDisposable
{
    private const string SeedVariable = "KDHOST_OUTAGE_SEED";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public Task Twenty_trials_and_twenty_outages() => RunAsync(outages: 20);

    [Fact(Explicit = true)]
    public Task Twenty_trials_and_a_hundred_outages() => RunAsync(outages: 100);

    [Fact]
    public async Task A_server_that_hangs_holds_up_no_trial_and_the_end_for_seconds_only()
    {
        _workspace.Write("x.json", Declarations.Small);
        await using var server = await FakeMlflow.StartAsync();
        server.Faults.Always("", new Fault.Slow(TimeSpan.FromMinutes(10)));
        _workspace.Environment["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "3";
        var result = (await _workspace.KdAsync("run", "x.json", "--tracking", server.Address.ToString())).MustEndWith(0);
        Assert.Contains("ship them later with", result.Output, StringComparison.Ordinal);
        server.Faults.Clear();
        (await _workspace.KdAsync("sync", _workspace.Run.Name, "--tracking", server.Address.ToString())).MustEndWith(0);
        Journals.MustBeIn(server, _workspace.Run);
    }

    /// <summary>Run alone on a quiet machine: it compares times.</summary>
    [Fact(Explicit = true)]
    public async Task Tracking_takes_less_than_a_twentieth_of_a_grids_time()
    {
        const int Rounds = 5;
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Latency = TimeSpan.FromMilliseconds(20) });
        var times = new Dictionary<string, List<double>> { ["off"] = [], [server.Address.ToString()] = [] };
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (tracking, list) in times)
            {
                using var workspace = new Workspace();
                workspace.Write("x.json", Declarations.Twenty(epochs: 100, student: "convnet-8-16-32"));
                list.Add((await workspace.KdAsync("run", "x.json", "--tracking", tracking)).MustEndWith(0).Time.TotalSeconds);
            }
        }

        output.WriteLine(string.Join("; ", times.Values.Select(list => string.Join(" ", list.Select(time => time.ToString("f2", System.Globalization.CultureInfo.InvariantCulture))))));
        var (without, with) = (times["off"].Min(), times[server.Address.ToString()].Min());
        output.WriteLine(FormattableString.Invariant($"{without:f2} s without tracking, {with:f2} s with: {100 * ((with / without) - 1):f1} % more"));
        Assert.InRange(with, 0, without * 1.05);
    }

    private async Task RunAsync(int outages)
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } wish ? int.Parse(wish, System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"{SeedVariable}={seed}");
        _workspace.Write("x.json", Declarations.Twenty(epochs: outages));
        await using var server = await FakeMlflow.StartAsync();
        var address = server.Address.ToString();
        var breaking = new Outages(server, seed);
        var watch = Stopwatch.StartNew();
        var during = 0;
        await using (var running = _workspace.Start("run", "x.json", "--tracking", address))
        {
            await running.UntilAsync(() => _workspace.HasRun && _workspace.Run.HasJournal, "a trial begins");
            for (; !running.HasExited && breaking.Count < outages; during = breaking.Count)
                await breaking.NextAsync();
            (await running.EndAsync()).MustEndWith(0);
        }

        // The rest of the outages meets the shipping of what is left.
        while (breaking.Count < outages)
        {
            await using var sync = _workspace.Start("sync", _workspace.Run.Name, "--tracking", address);
            while (!sync.HasExited && breaking.Count < outages)
                await breaking.NextAsync();
            await sync.EndAsync();
        }

        output.WriteLine($"{during} outages while the grid ran, {breaking.Count} in all, {watch.Elapsed.TotalSeconds:f0} s");
        (await _workspace.KdAsync("sync", _workspace.Run.Name, "--tracking", address)).MustEndWith(0);
        Assert.Equal(20, _workspace.Run.Done.Count);
        Journals.MustBeIn(server, _workspace.Run);
    }
}
