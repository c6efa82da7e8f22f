using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Tracking;
using KdHost.MLflow;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.Host.Tests.Tracking;

/// <summary>Journals go to a store whole, each value once.</summary>
public sealed class ShipperTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task ConcludeAsync(DiskGrid grid, TrackingAddress address)
    {
        await using var shipper = new Shipper(grid.Run, address);
        Assert.NotNull(await shipper.ConcludeAsync(Cancellation));
        Assert.Empty(shipper.Problems);
    }

    [Fact]
    public async Task A_trial_of_ten_metrics_over_a_hundred_epochs_takes_four_requests()
    {
        using var grid = new DiskGrid(seeds: 6);
        foreach (var trial in grid.Trials)
        {
            grid.Write(trial, Enumerable.Range(0, 9).SelectMany(i => DiskGrid.Curve($"m{i}", 100)).Concat(DiskGrid.Curve("val/acc", 100)));
            grid.End(trial);
        }

        await using var server = await FakeMlflow.StartAsync();
        var address = new TrackingAddress(server.Address.ToString());
        await using (var shipper = new Shipper(grid.Run, address))
            await shipper.ShipAsync(Cancellation);
        var perTrial = server.Requests.Where(request => request.Contains("/runs/", StringComparison.Ordinal)).GroupBy(request => request).ToDictionary(group => group.Key.Split("/runs/")[1], group => group.Count());
        Assert.Equal((7, 12, 6), (perTrial["create"], perTrial["log-batch"], perTrial["update"]));
        Assert.Equal(3, perTrial["search"]); // two for the grid's own run, one for all trials
        await StoreContent.MustEqualJournalsAsync(grid, address.Open());
    }

    [Fact]
    public async Task A_point_is_in_the_store_while_its_trial_runs()
    {
        using var grid = new DiskGrid();
        grid.Write(grid.Trials[0], DiskGrid.Curve("val/acc", 5));
        await using var shipper = new Shipper(grid.Run, grid.LocalStore);
        await shipper.ShipAsync(Cancellation);
        await using var store = grid.LocalStore.Open();
        var child = (await StoreContent.RunsAsync(store)).Single(run => run.Tag(TrackingNames.Trial) is not null);
        Assert.Equal((RunStatus.Running, 4L), (child.Info.Status, child.Metric("val/acc")!.Value.Step));
        Assert.Null(child.Metric("final/acc"));
    }

    [Fact]
    public async Task A_trial_that_goes_on_elsewhere_has_each_point_once()
    {
        using var grid = new DiskGrid(seeds: 1);
        var trial = grid.Trials[0];
        var length = grid.Write(trial, DiskGrid.Curve("val/acc", 5));
        await using (var shipper = new Shipper(grid.Run, grid.LocalStore))
            await shipper.ShipAsync(Cancellation);

        // The first holder was killed; what it wrote after the second one had read its journal does not count.
        grid.Append(trial, DiskGrid.Curve("val/acc", 1, from: 77));
        grid.Write(trial, DiskGrid.Curve("val/acc", 5, time: 1_764_000_500_000, from: 5), epoch: 2, from: new JournalPosition(1, length));
        grid.End(trial, epoch: 2);
        await ConcludeAsync(grid, grid.LocalStore);
        await using var store = grid.LocalStore.Open();
        await StoreContent.MustEqualJournalsAsync(grid, store);
    }

    [Fact]
    public async Task A_run_that_was_deleted_in_the_store_stops_no_other()
    {
        using var grid = new DiskGrid(seeds: 3);
        grid.Write(grid.Trials[0], DiskGrid.Curve("val/acc", 5));
        await using var server = await FakeMlflow.StartAsync();
        var address = new TrackingAddress(server.Address.ToString());
        await using var store = address.Open();
        await using (var shipper = new Shipper(grid.Run, address))
        {
            await shipper.ShipAsync(Cancellation);
            await store.DeleteRunAsync((await StoreContent.RunsAsync(store)).Single(run => run.Tag(TrackingNames.Trial) is not null).Id, Cancellation);
            foreach (var trial in grid.Trials.Skip(1))
                grid.Write(trial, DiskGrid.Curve("val/acc", 5));
            foreach (var trial in grid.Trials)
                grid.End(trial);
            await shipper.ConcludeAsync(Cancellation);
            Assert.Contains("1 trials are not wholly in the store", Assert.Single(shipper.Problems), StringComparison.Ordinal);
        }

        Assert.Equal(3, (await StoreContent.RunsAsync(store)).Count); // the grid and the other two
        await store.RestoreRunAsync(server.State.Runs.Values.Single(run => run.IsDeleted).Id, Cancellation);
        await ConcludeAsync(grid, address);
        await StoreContent.MustEqualJournalsAsync(grid, store);
    }

    [Fact]
    public async Task A_trial_that_died_before_it_could_say_anything_is_a_failed_run()
    {
        using var grid = new DiskGrid(seeds: 1);
        grid.End(grid.Trials[0], failure: new Failure(FailureKind.LostWorker, new string('x', 20_000), "less memory"));
        await ConcludeAsync(grid, grid.LocalStore);
        await using var store = grid.LocalStore.Open();
        var child = (await StoreContent.RunsAsync(store)).Single(run => run.Tag(TrackingNames.Trial) is not null);
        Assert.Equal((RunStatus.Failed, "less memory", 5000), (child.Info.Status, child.Tag("kdhost.remedy"), child.Tag("kdhost.failure")!.Length));
    }

    [Fact]
    public async Task An_interrupted_grid_leaves_no_run_that_seems_to_run()
    {
        using var grid = new DiskGrid(seeds: 2);
        grid.Write(grid.Trials[0], DiskGrid.Curve("val/acc", 5));
        await ConcludeAsync(grid, grid.LocalStore);
        await using var store = grid.LocalStore.Open();
        Assert.All(await StoreContent.RunsAsync(store), run => Assert.Equal(RunStatus.Killed, run.Info.Status));

        grid.Append(grid.Trials[0], DiskGrid.Curve("val/acc", 1, from: 5));
        await using var shipper = new Shipper(grid.Run, grid.LocalStore);
        await shipper.ShipAsync(Cancellation);
        Assert.All(await StoreContent.RunsAsync(store), run => Assert.Equal(RunStatus.Running, run.Info.Status));
    }

    [Fact]
    public async Task One_at_a_time_ships_a_directory()
    {
        using var grid = new DiskGrid();
        await using var first = new Shipper(grid.Run, grid.LocalStore);
        Assert.True(await first.ShipAsync(Cancellation));
        await using var second = new Shipper(grid.Run, grid.LocalStore);
        Assert.False(await second.ShipAsync(Cancellation));
        await first.DisposeAsync();
        Assert.True(await second.ShipAsync(Cancellation));
    }

    [Fact]
    public async Task With_tracking_off_nothing_is_opened()
    {
        using var grid = new DiskGrid();
        await using var shipper = new Shipper(grid.Run, new TrackingAddress("off"));
        Assert.True(await shipper.ShipAsync(Cancellation));
        Assert.Empty(Directory.EnumerateFileSystemEntries(grid.Run.Tracking));
        Assert.Contains("kd sync", await Conclusion.TellAsync(shipper, grid.Run, new TrackingAddress("OFF"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_out_of_reach_stop_no_value()
    {
        using var grid = new DiskGrid(seeds: 1);
        var trial = grid.Trials[0];
        grid.Write(trial, [.. DiskGrid.Curve("val/acc", 3), grid.Artifact(trial, "figures/x.png", "png")]);
        grid.End(trial);
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { ArtifactLocation = "s3://bucket/mlflow" });
        var address = new TrackingAddress(server.Address.ToString());
        await using var shipper = new Shipper(grid.Run, address);
        await shipper.ConcludeAsync(Cancellation);
        Assert.Contains("--serve-artifacts", Assert.Single(shipper.Problems), StringComparison.Ordinal);
        await using var store = address.Open();
        await StoreContent.MustEqualJournalsAsync(grid, store);
    }

    [Fact]
    public async Task A_creation_that_a_gateway_delivered_twice_leaves_one_run()
    {
        using var grid = new DiskGrid(seeds: 3);
        foreach (var trial in grid.Trials)
        {
            grid.Write(trial, DiskGrid.Curve("val/acc", 3));
            grid.End(trial);
        }

        await using var server = await FakeMlflow.StartAsync();
        server.Faults.Always("runs/create", new Fault.Twice());
        var address = new TrackingAddress(server.Address.ToString());
        await ConcludeAsync(grid, address);
        await using var store = address.Open();
        await StoreContent.MustEqualJournalsAsync(grid, store);
        Assert.All(server.State.Runs.Values.Where(run => run.IsDeleted), run => Assert.Empty(run.History));
    }

    [Fact]
    public void The_page_of_a_grid_shows_its_trials_flat_and_best_first() => Assert.Equal(
        "#/experiments/3/runs?searchFilter=tags.%60mlflow.parentRunId%60%20%3D%20%27abc%27&orderByKey=metrics.%60final%2Facc%60&orderByAsc=true&compareRunsMode=CHART",
        GridPage.Of("3", "abc", new Objective("val/acc", Maximize: false)));
}
