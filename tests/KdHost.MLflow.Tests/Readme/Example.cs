namespace KdHost.MLflow.Tests.Readme;

/// <summary>The example of the library's README: the lines between the marks stand there word for word.</summary>
internal static class Example
{
    internal static async Task RunAsync(string address)
    {
        // <example>
        await using var store = TrackingStore.Open(address, MlflowOptions.FromEnvironment());
        var experiment = await store.GetOrCreateExperimentAsync("small-data-pitfall");
        var run = await store.AdoptOrCreateRunAsync(
            new NewRun { ExperimentId = experiment.Id, Name = "kd t=4 seed=0", StartTime = DateTimeOffset.UtcNow },
            identity: new Tag("trial", "9f2c"));
        await store.LogBatchAsync(run.Id, new RunBatch
        {
            Params = [new("kd.temperature", MlflowNumber.Text(4.0))],
            Metrics = [new("val/acc", 0.91, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Step: 1)],
        });
        await store.UpdateRunAsync(run.Id, new RunUpdate { Status = RunStatus.Finished, EndTime = DateTimeOffset.UtcNow });
        // </example>
    }
}
