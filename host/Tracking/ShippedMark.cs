using System.Security.Cryptography;
using System.Text;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tracking;

/// <summary>Remembers beside the journals what a store has got, so that a run with nothing new asks no store.</summary>
internal static class ShippedMark
{
    /// <summary>Whether a store has got exactly these results.</summary>
    public static bool Matches(RunDirectory run, TrackingAddress address, GridResults results) =>
        File.Exists(PathOf(run, address)) && File.ReadAllText(PathOf(run, address)) == Content(results);

    /// <summary>Notes that a store has got these results.</summary>
    public static void Write(RunDirectory run, TrackingAddress address, GridResults results) => DurableFile.Replace(PathOf(run, address), Content(results));

    private static string PathOf(RunDirectory run, TrackingAddress address) => Path.Combine(run.Tracking, $"{Hash(address.Uri)[..16]}.shipped");

    private static string Content(GridResults results) => Hash(string.Concat(results.Configurations
        .SelectMany(configuration => configuration.Trials)
        .Select(trial => $"{trial.Entry.Id} {trial.Done?.State} {trial.Done?.Epoch}\n")));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
