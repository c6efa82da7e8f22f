namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>Keeps a network's batch norms still until it is disposed: for measurements, and for teachers.</summary>
internal sealed class StoredStatistics : IDisposable
{
    private readonly CatalogNetwork? _network;
    private readonly bool _before;

    public StoredStatistics(DistilledNetwork network)
    {
        _network = network as CatalogNetwork;
        _before = _network?.UsesStoredStatistics ?? false;
        if (_network is not null)
            _network.UsesStoredStatistics = true;
    }

    public void Dispose()
    {
        if (_network is not null)
            _network.UsesStoredStatistics = _before;
    }
}
