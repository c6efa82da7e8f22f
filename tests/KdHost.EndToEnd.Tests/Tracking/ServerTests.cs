using KdHost.EndToEnd.Tests.Support;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.EndToEnd.Tests.Tracking;

/// <summary>Results go to an MLflow server; one that is away or loses answers costs nothing and doubles nothing.</summary>
[Collection(typeof(HeavyTests))]
public sealed class ServerTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public ServerTests() => _workspace.Write("x.json", Declarations.Small);

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(FakeProfile.V2)]
    [InlineData(FakeProfile.V3)]
    public async Task A_server_gets_the_grid_and_its_trials_and_all_they_said(FakeProfile profile)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile });
        _workspace.Environment["MLFLOW_TRACKING_URI"] = server.Address.ToString();

        var result = (await _workspace.KdAsync("run", "x.json")).MustEndWith(0);

        MustBeComplete(server);
        Assert.Contains($"MLflow:   {server.Address.ToString().TrimEnd('/')}/#/experiments/", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_workspace.PathOf("mlflow.db")));
    }

    [Fact]
    public async Task A_point_is_on_the_server_seconds_after_it_was_logged()
    {
        _workspace.Write("long.json", Declarations.Long);
        await using var server = await FakeMlflow.StartAsync();
        await using var running = _workspace.Start("run", "long.json", "--tracking", server.Address.ToString());
        var lag = TimeSpan.MaxValue;
        await running.UntilAsync(
            () =>
            {
                lock (server.State.Gate)
                {
                    var points = server.State.Runs.Values.Where(run => run.Status == "RUNNING").SelectMany(run => run.History).Where(point => point.Key == "train/loss").ToList();
                    lag = points.Count == 0 ? lag : DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(points.Max(point => point.Timestamp));
                    return points.Count > 0;
                }
            },
            "a running trial has a point on the server");
        Assert.InRange(lag, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_that_is_away_stops_nothing_and_gets_all_later()
    {
        await using var server = await FakeMlflow.StartAsync();
        var address = server.Address.ToString();
        await server.StopAsync();

        var result = (await _workspace.KdAsync("run", "x.json", "--tracking", address)).MustEndWith(0);
        Assert.Equal(4, _workspace.Run.Done.Count);
        Assert.Contains("The run goes on; its results wait on disk.", result.Output, StringComparison.Ordinal);
        Assert.Contains($"ship them later with: kd sync {_workspace.Run.Name} --tracking", result.Output, StringComparison.Ordinal);
        (await _workspace.KdAsync("sync", _workspace.Run.Name, "--tracking", address)).MustRefuse(_workspace.Run.Path, "", "a store that answers", "nothing is lost or doubled");

        await server.StartAgainAsync(keepState: true);
        foreach (var _ in new[] { "first", "again" })
            Assert.Contains("All results are in the store", (await _workspace.KdAsync("sync", _workspace.Run.Name, "--tracking", address)).MustEndWith(0).Output, StringComparison.Ordinal);
        MustBeComplete(server);
    }

    [Fact]
    public async Task A_server_that_loses_answers_gets_each_value_once()
    {
        await using var server = await FakeMlflow.StartAsync();
        server.Faults.AtRandom(seed: 7, probability: 0.2, new Fault.ResetAfterCommit(), new Fault.ResetBefore(), new Fault.Status(503), new Fault.StatusAfterCommit(502), new Fault.HalfAnswer());
        var address = server.Address.ToString();

        (await _workspace.KdAsync("run", "x.json", "--tracking", address)).MustEndWith(0);
        server.Faults.Clear();
        (await _workspace.KdAsync("sync", _workspace.Run.Name, "--tracking", address)).MustEndWith(0);

        MustBeComplete(server);
    }

    private static void MustBeComplete(FakeMlflow server)
    {
        lock (server.State.Gate)
        {
            var runs = server.State.Runs.Values.Where(run => !run.IsDeleted).Select(run => new MlflowRun(
                run.Id, run.Name, run.Status, run.ArtifactUri, run.Params.ToDictionary(), run.Tags.ToDictionary(),
                [.. run.History.Select(metric => new MlflowPoint(metric.Key, metric.Step, metric.Value))])).ToList();
            TrackedGrid.MustBeComplete(runs, (run, name) => server.State.Artifacts[$"{run.ArtifactFolder["mlflow-artifacts:/".Length..]}/{name}"]);
        }
    }
}
