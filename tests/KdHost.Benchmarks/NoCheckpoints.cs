using KdHost.Sdk.Methods;

namespace KdHost.Benchmarks;

/// <summary>Saves nothing: the trial of unit tests saves after every epoch, which a real run does once a second at most.</summary>
internal sealed class NoCheckpoints : ICheckpoints
{
    public string? Latest => null;

    public bool Due => false;

    public void Save(Action<string> write)
    {
        // A stop that asks for a checkpoint gets none: the trial is not continued.
    }
}
