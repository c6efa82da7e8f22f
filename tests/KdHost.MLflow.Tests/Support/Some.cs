namespace KdHost.MLflow.Tests.Support;

/// <summary>Things that tests need and whose details do not matter.</summary>
public static class Some
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_000);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static NewRun Run(Experiment experiment, string name = "trial", string? wantedId = null, params Tag[] tags) => new()
    {
        ExperimentId = experiment.Id,
        Name = name,
        StartTime = Start,
        Tags = tags,
        WantedRunId = wantedId,
    };

    public static async Task<Run> RunIn(ITrackingStore store, string name = "trial")
    {
        var experiment = await store.GetOrCreateExperimentAsync("kd", cancellation: Cancellation);
        return await store.CreateRunAsync(Run(experiment, name), Cancellation);
    }

    public static RunBatch Metrics(int count, string key = "train/loss") => new()
    {
        Metrics = [.. Enumerable.Range(0, count).Select(step => new Metric(key, 1.0 / (step + 1), 1_764_000_000_000 + step, step))],
    };

    public static Dataset Dataset(string name = "mnist-train") => new()
    {
        Name = name,
        Digest = "f0e1d2c3",
        SourceType = "local",
        Source = """{"uri": "data/mnist"}""",
        Profile = """{"num_rows": 60000}""",
    };
}
