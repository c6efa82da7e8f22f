namespace KdHost.MLflow.Tests.Contract;

public sealed class LocalStoreContractTests : TrackingStoreContract
{
    protected override Task<ITrackingStore> OpenAsync() =>
        Task.FromResult(TrackingStore.Open($"sqlite:///{Folder.File("mlflow.db")}"));
}
