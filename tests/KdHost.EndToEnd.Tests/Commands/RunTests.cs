using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary>Running, running again, and growing a grid.</summary>
[Collection(typeof(HeavyTests))]
public sealed class RunTests : IDisposable
{
    private static readonly TimeSpan LongestIdleRun = TimeSpan.FromSeconds(3);

    private readonly Workspace _workspace = new();

    public RunTests() => _workspace.Write("x.json", Declarations.Small);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_same_command_again_runs_nothing_says_so_and_is_quick()
    {
        (await _workspace.KdAsync("run", "x.json")).MustEndWith(0);
        var before = _workspace.Run.Snapshot("done", "trials", "leases", "index");

        var again = (await _workspace.KdAsync("run", "x.json")).MustEndWith(0);

        Assert.Contains("4 trials, 4 done before", again.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing to run: every trial is done.", again.Output, StringComparison.Ordinal);
        Assert.True(again.Time < LongestIdleRun, $"it took {again.Time}");
        Assert.Equal(before, _workspace.Run.Snapshot("done", "trials", "leases", "index"));
    }

    [Fact]
    public async Task A_grid_that_grew_runs_what_is_new_and_a_mistake_in_it_loses_nothing()
    {
        (await _workspace.KdAsync("run", "x.json")).MustEndWith(0);
        var before = _workspace.Run.Snapshot("done", "trials");

        (await _workspace.KdAsync("run", "x.json", "--set", "epochs=none")).MustEndWith(2);
        Assert.Equal(before, _workspace.Run.Snapshot("done", "trials"));

        var grown = (await _workspace.KdAsync("run", "x.json", "--set", "seeds=3")).MustEndWith(0);
        Assert.Contains("6 trials, 4 done before", grown.Output, StringComparison.Ordinal);
        Assert.Equal(6, _workspace.Run.Done.Count);
        Assert.Superset(before.ToHashSet(), _workspace.Run.Snapshot("done", "trials").ToHashSet());
    }

    [Fact]
    public async Task Two_runs_started_at_once_share_the_trials()
    {
        await using var first = _workspace.Start("run", "x.json");
        await using var second = _workspace.Start("run", "x.json");

        (await first.EndAsync()).MustEndWith(0);
        (await second.EndAsync()).MustEndWith(0);

        Assert.All(_workspace.Run.Done, done => Assert.Equal([1], _workspace.Run.Epochs(done.Key)));
        Assert.Equal(5, _workspace.Tracked.Count);
        Assert.All(_workspace.Tracked, run => run.MustHaveEachPointOnce());
        Assert.All(_workspace.Tracked, run => Assert.Equal("FINISHED", run.Status));
    }

    [Fact]
    public async Task Only_workers_load_libtorch()
    {
        _workspace.Write("x.json", Declarations.Long);
        await using var running = _workspace.Start("run", "x.json");

        await running.UntilAsync(() => running.Workers.Any(worker => LinuxProcess.HasMapped(worker, "libtorch_cpu")), "a worker loads libtorch");

        Assert.False(LinuxProcess.HasMapped(running.Id, "libtorch_cpu"));
    }

    [Fact]
    public async Task A_trial_that_diverges_fails_with_a_remedy_and_exit_code_1_and_runs_again_when_asked()
    {
        string[] command = ["run", "x.json", "--set", "learningRate=100", "--set", "distillation=none", "--set", "compare=null", "--set", "seeds=1", "--set", "weightDecay=10", "--set", "epochs=30"];

        var failed = (await _workspace.KdAsync(command)).MustEndWith(1);
        Assert.Contains("FAILED (not-a-number)", failed.Output, StringComparison.Ordinal);
        Assert.Contains("fix: lower the learning rate", failed.Output, StringComparison.Ordinal);

        Assert.Contains("Nothing to run", (await _workspace.KdAsync(command)).MustEndWith(1).Output, StringComparison.Ordinal);
        Assert.Contains("1 ended trials run again", (await _workspace.KdAsync([.. command, "--rerun", "failed"])).MustEndWith(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fashion_MNIST_arrives_over_a_connection_that_breaks_and_is_trained_on()
    {
        var folder = Repository.SharedData("fashion-mnist");
        var breaks = 1;
        await using var mirror = await DataServer.StartAsync(async context =>
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(folder, Path.GetFileName(context.Request.Path.Value!)), TestContext.Current.CancellationToken);
            await DataServer.SendAsync(context, content, breaks-- > 0 ? content.Length / 2 : int.MaxValue);
        });
        _workspace.Environment["KDHOST_DATAMIRROR"] = mirror.Address;
        string[] command = ["run", "x.json", "--set", "dataset=fashion-mnist", "--set", "distillation=none", "--set", "compare=null", "--set", "seeds=1", "--set", "epochs=1", "--set", "trainFraction=0.002"];

        (await _workspace.KdAsync(command)).MustEndWith(2);
        var result = (await _workspace.KdAsync(command)).MustEndWith(0);

        Assert.Contains("downloading t10k-labels-idx1-ubyte.gz", result.Output, StringComparison.Ordinal);
        Assert.Equal(5, mirror.Requests.Count);
        Assert.Matches(@"^/fashion-mnist/train-images-idx3-ubyte\.gz bytes=[1-9]\d*-$", mirror.Requests.ElementAt(1));
        Assert.Single(_workspace.Run.Done);
    }

    [Fact]
    public async Task With_json_standard_output_is_one_document_and_people_read_the_error_stream()
    {
        _workspace.Write("walks.json", Walks.Declaration.Replace("\"epochMilliseconds\": 40", "\"epochMilliseconds\": 0", StringComparison.Ordinal));
        var result = (await _workspace.KdAsync([.. Walks.Command, "--json"])).MustEndWith(0);
        var summary = System.Text.Json.Nodes.JsonNode.Parse(result.Output)!;
        Assert.Equal("finished", (string?)summary["outcome"]);
        Assert.Contains("[12/12]", result.Errors, StringComparison.Ordinal);
    }
}
