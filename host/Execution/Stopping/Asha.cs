using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution.Stopping;

/// <summary>
/// Asynchronous successive halving (L. Li, K. Jamieson, A. Rostamizadeh, E. Gonina, J. Ben-tzur, M. Hardt, B. Recht, A. Talwalkar, "A System
/// for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2): of n trials that have reached a rung, the best ⌊n/η⌋ may go on.
/// </summary>
internal static class Asha
{
    /// <summary>The trials that may go on from a rung, best first; among equal values the smaller id. Not-a-number is worse than any number.</summary>
    /// <param name="entries">All trials that have reached it.</param>
    /// <param name="reductionFactor">η.</param>
    /// <param name="maximize">Whether larger is better.</param>
    public static IEnumerable<RungEntry> Top(IReadOnlyCollection<RungEntry> entries, int reductionFactor, bool maximize) => entries
        .OrderBy(entry => double.IsNaN(entry.Value) ? double.PositiveInfinity : maximize ? -entry.Value : entry.Value)
        .ThenBy(entry => entry.Trial, StringComparer.Ordinal)
        .Take(entries.Count / reductionFactor);
}
