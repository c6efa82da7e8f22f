using KdHost.MLflow.Fake;

namespace KdHost.MLflow.Tests.Contract;

/// <summary>The contract against a fake server in strict mode.</summary>
public abstract class ServerContract(FakeProfile profile) : TrackingStoreContract
{
    protected FakeMlflow Server { get; private set; } = null!;

    protected override bool KeepsInfinities => profile == FakeProfile.FileStore;

    protected override async Task<ITrackingStore> OpenAsync()
    {
        Server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile });
        return TrackingStore.Open(Server.Address.AbsoluteUri, new MlflowOptions { FirstWait = TimeSpan.FromMilliseconds(1) });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class Mlflow2ContractTests() : ServerContract(FakeProfile.V2);

public sealed class Mlflow3ContractTests() : ServerContract(FakeProfile.V3);

public sealed class FileStoreContractTests() : ServerContract(FakeProfile.FileStore);
