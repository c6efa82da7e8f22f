using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <summary>What every tracking store does alike.</summary>
public abstract partial class TrackingStoreContract : IAsyncLifetime
{
    private readonly string _mark = Guid.NewGuid().ToString("N");

    protected TempFolder Folder { get; } = new();

    protected ITrackingStore Store { get; private set; } = null!;

    protected static CancellationToken Cancellation => Some.Cancellation;

    protected virtual bool KeepsInfinities => false;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ITrackingStore> OpenAsync();

    /// <summary>A name that no earlier test has left in the store.</summary>
    protected string Unique(string name) => $"{name}-{_mark}";

    protected async Task<Run> NewRunAsync()
    {
        var experiment = await Store.GetOrCreateExperimentAsync(Unique("kd"), cancellation: Cancellation);
        return await Store.CreateRunAsync(Some.Run(experiment), Cancellation);
    }
}
