using System.Security.Cryptography;
using System.Text;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tracking;

/// <summary>Remembers beside the journals what a store has got, so that a run with nothing new asks no store.</summary>
internal static class ShippedMark
{
    /// <summary>What the user types to see these results in a store that has got exactly them; null when it has not.</summary>
    public static string? Find(RunDirectory run, TrackingAddress address, GridResults results) =>
        File.Exists(PathOf(run, address)) && File.ReadAllText(PathOf(run, address)).Split('\n', 2) is [var digest, var open] && digest == Content(results) ? open : null;

    /// <summary>Notes that a store has got these results.</summary>
    public static void Write(RunDirectory run, TrackingAddress address, GridResults results, string open) =>
        DurableFile.Replace(PathOf(run, address), $"{Content(results)}\n{open}");

    private static string PathOf(RunDirectory run, TrackingAddress address) => Path.Combine(run.Tracking, $"{Hash(address.Uri)[..16]}.shipped");

    private static string Content(GridResults results) => Hash(string.Concat(results.Configurations
        .SelectMany(configuration => configuration.Trials)
        .Select(trial => $"{trial.Entry.Id} {trial.Done?.State} {trial.Done?.Epoch}\n")));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
