namespace KdHost.Sdk.Data.Graphs;

/// <summary>A data set that is one graph.</summary>
public abstract class GraphSource : DataSource
{
    /// <summary>Reads the graph.</summary>
    /// <param name="root">Where its files stand.</param>
    /// <exception cref="Faults.FaultException">A file is damaged.</exception>
    public abstract Graph Read(DataRoot root);

    /// <inheritdoc/>
    public override void Verify(DataRoot root) => Read(root);
}
