using System.Globalization;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Execution;

/// <summary>Slots: how many, on what, and never idle while there is work.</summary>
public sealed class SlotTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_free_slot_takes_the_next_trial_while_a_long_one_runs()
    {
        _workspace.Declare("""
            "parameters": { "epochMilliseconds": 20 },
            "grid": { "epochs": [150, 1, 2, 3, 4, 5, 6, 7] },
            "resources": { "workers": 2 }
            """);

        (await _workspace.RunProbeAsync()).MustEndWith(0);

        var last = _workspace.Run.Index.Single(trial => (int)trial["parameters"]!["epochs"]! == 150);
        var end = _workspace.Run.EndOf((string)last["id"]!);
        Assert.Equal(8, _workspace.Run.Starts.Count());
        Assert.All(_workspace.Run.Starts, start => Assert.True((long)start["time"]! < end, string.Create(CultureInfo.InvariantCulture, $"{start} is after {end}")));
    }

    [Fact]
    public async Task Devices_on_the_command_line_replace_the_declared_ones()
    {
        _workspace.Declare("""
            "grid": { "point": [1, 2, 3] },
            "resources": { "device": "cuda:7", "workers": 0 }
            """);

        (await _workspace.RunProbeAsync()).MustRefuse("probe.json:6: resources.device: this build has no CUDA", "cuda:7", "cpu", "-p:Cuda=true");
        var result = (await _workspace.RunProbeAsync("--devices", "cpu*3")).MustEndWith(0);
        Assert.Contains("on cpu*3", result.Output, StringComparison.Ordinal);
        (await _workspace.RunProbeAsync("--devices", "tpu")).MustRefuse("devices: there is no such device", "tpu", "\"cpu\"", "write one of them");
    }

    [Fact]
    public async Task Two_runs_of_many_short_trials_share_them_and_run_each_once()
    {
        _workspace.Declare($$"""
            "parameters": { "epochMilliseconds": 20 },
            "grid": { "point": [{{string.Join(", ", Enumerable.Range(0, 60))}}] },
            "resources": { "workers": 2 }
            """);
        await using var first = _workspace.Start("run", "probe.json");
        await using var second = _workspace.Start("run", "probe.json");

        (await first.EndAsync()).MustEndWith(0);
        (await second.EndAsync()).MustEndWith(0);

        Assert.Equal(60, _workspace.Run.Done.Count);
        Assert.All(_workspace.Run.Done, done => Assert.Equal([1], _workspace.Run.Epochs(done.Key)));
        Assert.Equal(2, _workspace.Run.Leaseholders.Count);
    }
}
