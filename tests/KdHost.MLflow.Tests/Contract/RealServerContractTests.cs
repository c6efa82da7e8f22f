namespace KdHost.MLflow.Tests.Contract;

/// <summary>
/// The contract against a real MLflow server: <c>KDHOST_REAL_MLFLOW=1</c> and <c>MLFLOW_TRACKING_URI</c>, a server with
/// an SQL store that may be filled with rubbish.
/// </summary>
[Trait("Category", "RealMlflow")]
public sealed class RealServerContractTests : TrackingStoreContract
{
    protected override Task<ITrackingStore> OpenAsync()
    {
        var options = MlflowOptions.FromEnvironment();
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("KDHOST_REAL_MLFLOW") == "1" && options.TrackingUri is not null,
            "Not asked for: set KDHOST_REAL_MLFLOW=1 and MLFLOW_TRACKING_URI to run this against a real server.");
        return Task.FromResult(TrackingStore.Open(options.TrackingUri!, options));
    }

    public override async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
