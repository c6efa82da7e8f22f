using CsCheck;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Delivery;

/// <summary>Random journals, random faults, a sender that dies and starts again: the store ends with the journal, once.</summary>
public sealed class ExactlyOnceTests
{
    private const string CursorTag = "kdhost.cursor";

    private static readonly Fault[] Faults =
    [
        new Fault.ResetBefore(), new Fault.ResetAfterReading(), new Fault.ResetAfterCommit(), new Fault.HalfAnswer(), new Fault.Twice(),
        new Fault.ParamsOnly(), new Fault.ParamsAndMetricsOnly(), new Fault.Status(503), new Fault.Status(429), new Fault.Status(500, Html: true),
        new Fault.StatusAfterCommit(502), new Fault.StatusAfterCommit(504),
    ];

    private static readonly Gen<Metric> AnyMetric = Gen.Select(
        Gen.Int[0, 1].Select(i => i == 0 ? "loss" : "acc"),
        Gen.Int[0, 3].Select(i => new[] { 0.5, -0.0, double.NaN, double.MaxValue }[i]),
        Gen.Long[0, 3],
        Gen.Long[-1, 3],
        (key, value, time, step) => new Metric(key, value, time, step));

    private static readonly Gen<Metric[]> Journal = AnyMetric.Array[1, 40];

    [Theory]
    [InlineData(FakeProfile.V2)]
    [InlineData(FakeProfile.V3)]
    public async Task A_server_ends_with_the_journal(FakeProfile profile)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile });
        await using var store = server.Store(FakeServers.Quick with { MaxRetries = 2 });
        await Gen.Select(Journal, Gen.Int, Gen.Int[1, 9]).SampleAsync(
            async (journal, seed, batch) =>
            {
                var identity = new Tag("kdhost.trial_id", Guid.NewGuid().ToString("N"));
                server.Faults.AtRandom(seed, 0.3, Faults);
                var runId = await SendAsync(store, identity, journal, batch);
                server.Faults.Clear();
                return await HoldsAsync(store, runId, identity, journal);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task The_local_store_ends_with_the_journal()
    {
        using var folder = new TempFolder();
        await using var store = new SqliteTrackingStore(folder.File("mlflow.db"));
        await Gen.Select(Journal, Gen.Int[1, 9]).SampleAsync(
            async (journal, batch) =>
            {
                var identity = new Tag("kdhost.trial_id", Guid.NewGuid().ToString("N"));
                var runId = await SendAsync(store, identity, journal, batch);
                return await HoldsAsync(store, runId, identity, journal);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task A_file_store_loses_nothing()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = FakeProfile.FileStore });
        await using var store = server.Store(FakeServers.Quick with { MaxRetries = 2 });
        await Gen.Select(Journal, Gen.Int).SampleAsync(
            async (journal, seed) =>
            {
                server.Faults.AtRandom(seed, 0.3, Faults);
                var runId = await SendAsync(store, new Tag("kdhost.trial_id", Guid.NewGuid().ToString("N")), journal, 5);
                server.Faults.Clear();
                var stored = server.State.Runs[runId].History.Select(metric => new Metric(metric.Key, metric.Value, metric.Timestamp, metric.Step));
                return !journal.Except(stored).Any() && !stored.Except(journal).Any();
            },
            iter: 40,
            threads: 1);
    }

    // A sender that starts anew after each failure, knowing only its journal.
    private static async Task<string> SendAsync(ITrackingStore store, Tag identity, Metric[] journal, int batch)
    {
        while (true)
        {
            try
            {
                var experiment = await store.GetOrCreateExperimentAsync("kd", cancellation: Some.Cancellation);
                var run = await store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Some.Cancellation);
                var cursor = RunCursor.At(store, run, CursorTag);
                while (cursor.Position < journal.Length)
                {
                    var next = (int)Math.Min(cursor.Position + batch, journal.Length);
                    var piece = new RunBatch { Metrics = journal[(int)cursor.Position..next], Params = cursor.Position == 0 ? [new("lr", "0.1")] : [] };
                    await cursor.AdvanceAsync(next, piece, Some.Cancellation);
                }

                // A gateway may have delivered the creation twice; the next start sees that.
                if ((await store.AdoptOrCreateRunAsync(Some.Run(experiment), identity, Some.Cancellation)).Id == run.Id)
                    return run.Id;
            }
            catch (MlflowException e) when (e.IsTransient)
            {
                // Killed and started again.
            }
        }
    }

    private static async Task<bool> HoldsAsync(ITrackingStore store, string runId, Tag identity, Metric[] journal)
    {
        var run = await store.GetRunAsync(runId, Some.Cancellation);
        var twins = await store.FindRunsAsync(run.Info.ExperimentId, identity, Some.Cancellation).ListAsync();
        var stored = new List<Metric>();
        foreach (var key in journal.Select(metric => metric.Key).Distinct())
            stored.AddRange(await store.GetMetricHistoryAsync(runId, key, Some.Cancellation).ListAsync());
        return stored.Count == journal.Distinct().Count()
            && !journal.Except(stored).Any()
            && run.Tag(CursorTag) == MlflowNumber.Text(journal.Length)
            && run.Param("lr") == "0.1"
            && twins.Count(twin => twin.Info.Stage == LifecycleStage.Active) == 1;
    }
}
