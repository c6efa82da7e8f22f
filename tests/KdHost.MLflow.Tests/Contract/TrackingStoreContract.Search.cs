using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <content>Finding runs.</content>
public abstract partial class TrackingStoreContract
{
    [Fact]
    public async Task Runs_are_found_by_tag_metric_param_status_and_name()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("search"), cancellation: Cancellation);
        var runs = new List<Run>();
        foreach (var i in Enumerable.Range(0, 5))
        {
            var run = await Store.CreateRunAsync(Some.Run(experiment, $"trial-{i}", tags: new Tag("kdhost.trial_id", $"t{i}")), Cancellation);
            await Store.LogBatchAsync(run.Id, new RunBatch { Params = [new("seed", $"{i}")], Metrics = [new("val/acc", i / 10.0, 1, 1)] }, Cancellation);
            runs.Add(run);
        }

        await Store.UpdateRunAsync(runs[4].Id, new RunUpdate { Status = RunStatus.Failed }, Cancellation);
        await Store.DeleteRunAsync(runs[0].Id, Cancellation);

        async Task<string> Names(RunFilter filter, RunView view = RunView.Active, params RunOrder[] order)
        {
            var query = new RunQuery { ExperimentIds = [experiment.Id], Filter = filter, View = view, OrderBy = order, PageSize = 2 };
            return string.Join(' ', await Store.SearchRunsAsync(query, Cancellation).ListAsync() is var found && order.Length == 0
                ? found.Select(run => run.Info.Name).Order()
                : found.Select(run => run.Info.Name));
        }

        Assert.Equal("trial-1 trial-2 trial-3 trial-4", await Names(RunFilter.Any));
        Assert.Equal("trial-0", await Names(RunFilter.Any, RunView.Deleted));
        Assert.Equal("trial-3", await Names(RunFilter.Any.Tag("kdhost.trial_id", "t3")));
        Assert.Equal("trial-3 trial-4", await Names(RunFilter.Any.Metric("val/acc", Comparison.Greater, 0.25)));
        Assert.Equal("trial-2", await Names(RunFilter.Any.Param("seed", "2").Status(RunStatus.Running)));
        Assert.Equal("trial-4", await Names(RunFilter.Any.Status(RunStatus.Failed)));
        Assert.Equal("trial-1 trial-2 trial-3 trial-4", await Names(RunFilter.Any.Name("trial-_", Comparison.Like)));
        Assert.Equal("", await Names(RunFilter.Any.Name("TRIAL-%", Comparison.Like)));
        Assert.Equal("trial-1 trial-2 trial-3 trial-4", await Names(RunFilter.Any.Name("TRIAL-%", Comparison.ILike)));
        Assert.Equal("trial-1 trial-3", await Names(RunFilter.Any.RunIds([runs[1].Id, runs[3].Id])));
        Assert.Equal(
            "trial-4 trial-3 trial-2 trial-1 trial-0",
            await Names(RunFilter.Any, RunView.All, new RunOrder(RunField.Metric, "val/acc", Descending: true)));
        Assert.Equal("trial-0", (await Store.FindRunsAsync(experiment.Id, new Tag("kdhost.trial_id", "t0"), Cancellation).ListAsync()).Single().Info.Name);
    }

    [Fact]
    public async Task A_run_without_the_value_comes_last_in_either_order()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("order"), cancellation: Cancellation);
        foreach (var (name, value) in new[] { ("none", (double?)null), ("one", 1), ("nan", double.NaN), ("two", 2) })
        {
            var run = await Store.CreateRunAsync(Some.Run(experiment, name), Cancellation);
            if (value is { } number)
                await Store.LogBatchAsync(run.Id, new RunBatch { Metrics = [new("m", number, 1, 1)] }, Cancellation);
        }

        foreach (var (descending, expected) in new[] { (false, "one two"), (true, "two one") })
        {
            var query = new RunQuery { ExperimentIds = [experiment.Id], OrderBy = [new RunOrder(RunField.Metric, "m", descending)] };
            var names = (await Store.SearchRunsAsync(query, Cancellation).ListAsync()).Select(run => run.Info.Name);
            Assert.Equal(expected, string.Join(' ', names.Take(2)));
        }
    }
}
