using System.Net;
using KdHost.Host.Tracking;
using KdHost.MLflow;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.Host.Tests.Tracking;

public sealed class BatchSizeTests
{
    [Fact]
    public void It_is_halved_by_what_speaks_of_size_and_grows_back()
    {
        var size = new BatchSize(BatchLimits.Server);
        Assert.True(size.Shrink(new MlflowException("large") { Status = HttpStatusCode.RequestEntityTooLarge }));
        Assert.Equal(500, size.Entities);
        Assert.False(size.Shrink(new MlflowException("slow") { OutcomeUnknown = true }));
        Assert.Equal(250, size.Entities);
        Assert.False(size.Shrink(new MlflowException("busy") { Status = HttpStatusCode.ServiceUnavailable, OutcomeUnknown = true }));
        Assert.Equal(250, size.Entities);
        for (var i = 0; i < 30; i++)
            size.Grow();
        Assert.Equal(1000, size.Entities);
        for (var i = 0; i < 9; i++)
            size.Shrink(new MlflowException("large") { Status = HttpStatusCode.RequestEntityTooLarge });
        Assert.Equal(50, size.Entities);
    }

    [Fact]
    public async Task A_gateway_that_refuses_large_bodies_gets_smaller_ones()
    {
        using var grid = new DiskGrid(seeds: 1);
        grid.Write(grid.Trials[0], DiskGrid.Curve("val/acc", 900));
        grid.End(grid.Trials[0]);
        await using var server = await FakeMlflow.StartAsync();
        server.Faults.Next("runs/log-batch", new Fault.Status(413, Html: true), count: 2);
        var address = new TrackingAddress(server.Address.ToString());
        await using (var shipper = new Shipper(grid.Run, address))
            await shipper.ConcludeAsync(TestContext.Current.CancellationToken);
        await using var store = address.Open();
        await StoreContent.MustEqualJournalsAsync(grid, store);
    }
}
