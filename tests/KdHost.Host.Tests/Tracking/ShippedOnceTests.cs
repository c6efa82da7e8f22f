using CsCheck;
using KdHost.Host.Journal;
using KdHost.Host.Tracking;
using KdHost.MLflow;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.Host.Tests.Tracking;

/// <summary>Random journals that grow while they are shipped, random faults, a shipper that is stopped at any moment: in the end the store has the journals, once.</summary>
public sealed class ShippedOnceTests
{
    private static readonly Fault[] Faults =
    [
        new Fault.ResetBefore(), new Fault.ResetAfterReading(), new Fault.ResetAfterCommit(), new Fault.HalfAnswer(), new Fault.Twice(),
        new Fault.ParamsOnly(), new Fault.ParamsAndMetricsOnly(), new Fault.Status(503), new Fault.Status(429), new Fault.Status(502, Html: true),
        new Fault.StatusAfterCommit(502), new Fault.StatusAfterCommit(504),
    ];

    private static readonly Gen<MetricRecord> AnyMetric = Gen.Select(
        Gen.OneOf("val/acc", "train/loss"),
        Gen.OneOf(0.5, -0.0, double.NaN, double.MaxValue),
        Gen.Long[0, 2],
        Gen.Long[-1, 9],
        (name, value, time, step) => new MetricRecord(name, value, step) { Time = 1_764_000_000_000 + time });

    [Theory]
    [InlineData(FakeProfile.V2)]
    [InlineData(FakeProfile.V3)]
    public async Task A_server_ends_with_the_journals(FakeProfile profile) => await Gen.Select(AnyMetric.Array[0, 40].Array[3], Gen.Int).SampleAsync(
        async (journals, seed) =>
        {
            using var grid = new DiskGrid(seeds: journals.Length);
            await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile });
            var address = new TrackingAddress(server.Address.ToString());
            server.Faults.AtRandom(seed, 0.25, Faults);
            var random = new Random(seed);
            await GrowAndShipAsync(grid, address, journals, random);
            server.Faults.Clear();
            await using (var shipper = new Shipper(grid.Run, address))
                await shipper.ConcludeAsync(TestContext.Current.CancellationToken);
            await using var store = address.Open();
            await StoreContent.MustEqualJournalsAsync(grid, store);
        },
        iter: 15,
        threads: 1);

    [Fact]
    public async Task The_local_store_ends_with_the_journals() => await Gen.Select(AnyMetric.Array[0, 40].Array[3], Gen.Int).SampleAsync(
        async (journals, seed) =>
        {
            using var grid = new DiskGrid(seeds: journals.Length);
            await GrowAndShipAsync(grid, grid.LocalStore, journals, new Random(seed));
            await using (var shipper = new Shipper(grid.Run, grid.LocalStore))
                await shipper.ConcludeAsync(TestContext.Current.CancellationToken);
            await using var store = grid.LocalStore.Open();
            await StoreContent.MustEqualJournalsAsync(grid, store);
        },
        iter: 10,
        threads: 1);

    // Each journal in two halves, the second one under another holder; after each half some rounds of shipping, each by a shipper of its own that is stopped at any moment.
    private static async Task GrowAndShipAsync(DiskGrid grid, TrackingAddress address, MetricRecord[][] journals, Random random)
    {
        var lengths = grid.Trials.Zip(journals, (trial, journal) => (trial, grid.Write(trial, journal[..(journal.Length / 2)]))).ToDictionary(pair => pair.trial, pair => pair.Item2);
        await ShipSomeAsync(grid, address, random);
        foreach (var (trial, journal) in grid.Trials.Zip(journals))
        {
            grid.Write(trial, journal[(journal.Length / 2)..], epoch: 2, from: new JournalPosition(1, lengths[trial]));
            grid.End(trial, epoch: 2);
        }

        await ShipSomeAsync(grid, address, random);
    }

    private static async Task ShipSomeAsync(DiskGrid grid, TrackingAddress address, Random random)
    {
        for (var round = random.Next(4); round >= 0; round--)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 60)));
            await using var shipper = new Shipper(grid.Run, address);
            try
            {
                await shipper.ShipAsync(stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or MlflowException { IsTransient: true })
            {
                // Stopped, or the store was away.
            }
        }
    }
}
