using KdHost.Sdk.Methods;

namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>Stops a loop that was asked to.</summary>
internal static class Interruption
{
    /// <summary>Saves a checkpoint and throws when cancellation is asked for.</summary>
    /// <param name="checkpoints">Where to save.</param>
    /// <param name="save">Writes the files.</param>
    /// <param name="cancellation">Asks.</param>
    /// <exception cref="OperationCanceledException">It was asked for; a checkpoint is saved.</exception>
    public static void Check(ICheckpoints checkpoints, Action<string> save, CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested)
            return;
        checkpoints.Save(save);
        cancellation.ThrowIfCancellationRequested();
    }
}
