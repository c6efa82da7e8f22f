using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>Ships what is left at the end of a run, and says in some lines where the results are.</summary>
internal static class Conclusion
{
    private const int Tries = 4;

    /// <summary>Ships the rest.</summary>
    /// <param name="shipper">Ships.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>What the user types to see the results; null when another process ships them.</returns>
    /// <exception cref="MlflowException">The store did not take it.</exception>
    public static Task<string?> ShipAsync(Shipper shipper, CancellationToken cancellation) => Backoff.TryAsync(() => shipper.ConcludeAsync(cancellation), Tries, cancellation);

    /// <summary>Ships the rest; a store that does not take it is told of, not thrown.</summary>
    public static async Task<string> TellAsync(Shipper shipper, RunDirectory run, TrackingAddress address, CancellationToken cancellation)
    {
        if (address.IsOff)
            return $"MLflow:   tracking is off; ship the results later with: kd sync {Relative(run)}";
        try
        {
            var open = await ShipAsync(shipper, cancellation);
            var lines = open is null ? "another process is shipping these results" : open.Replace("\n", "\n          ", StringComparison.Ordinal);
            return $"MLflow:   {lines}{string.Concat(shipper.Problems.Select(problem => $"\n          {problem}"))}";
        }
        catch (Exception error) when (error is MlflowException || cancellation.IsCancellationRequested)
        {
            return $"MLflow:   {(error is MlflowException ? error.Message : "Stopped while shipping.")} The results wait on disk; ship them later with: kd sync {Relative(run)}{(address.IsDefault ? "" : " --tracking <the same address>")}";
        }
    }

    private static string Relative(RunDirectory run) => Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
}
