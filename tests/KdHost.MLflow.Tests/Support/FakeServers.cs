using KdHost.MLflow.Fake;

namespace KdHost.MLflow.Tests.Support;

/// <summary>Clients of fake servers that don't wait long.</summary>
public static class FakeServers
{
    public static readonly MlflowOptions Quick = new() { FirstWait = TimeSpan.FromMilliseconds(1), RequestTimeout = TimeSpan.FromSeconds(10) };

    public static RestTrackingStore Store(this FakeMlflow server, MlflowOptions? options = null) => new(server.Address, options ?? Quick);
}
