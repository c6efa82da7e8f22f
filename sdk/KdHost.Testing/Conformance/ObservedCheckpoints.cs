using KdHost.Sdk.Methods;

namespace KdHost.Testing.Conformance;

/// <summary>Checkpoints that count, and ask for a stop after a wished number of them.</summary>
/// <param name="inner">Where they are kept.</param>
/// <param name="stopAfter">Ask for a stop after so many; 0 never does.</param>
/// <param name="stop">Asks.</param>
/// <param name="saved">Is told of each save.</param>
internal sealed class ObservedCheckpoints(ICheckpoints inner, int stopAfter, CancellationTokenSource stop, Action saved) : ICheckpoints
{
    /// <summary>How many were saved.</summary>
    public int Saves { get; private set; }

    public string? Latest => inner.Latest;

    public bool Due => inner.Due;

    public void Save(Action<string> write)
    {
        inner.Save(write);
        saved();
        if (++Saves == stopAfter)
            stop.Cancel();
    }
}
