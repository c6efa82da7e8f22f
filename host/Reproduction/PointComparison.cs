using KdHost.Host.Journal;
using KdHost.Host.Reports;

namespace KdHost.Host.Reproduction;

/// <summary>How the points of two journals of one trial compare. Metrics of the machine, such as times, are left out.</summary>
/// <param name="Verdict">The outcome.</param>
/// <param name="Points">How many points were compared.</param>
/// <param name="Differing">How many of them differ in any bit.</param>
/// <param name="LargestRelativeDifference">The largest difference, as a share of the larger value; infinite where one of the two is not finite.</param>
/// <param name="Where">The point with the largest difference; null where all are equal.</param>
/// <param name="First">The first point that differs; null where all are equal.</param>
/// <param name="OnlyOriginal">Points that only the first journal has, such as <c>train/loss at step 3</c>.</param>
/// <param name="OnlyAgain">Points that only the second journal has.</param>
internal sealed record PointComparison(
    Sameness Verdict, int Points, int Differing, double LargestRelativeDifference, PointDifference? Where, PointDifference? First, IReadOnlyList<string> OnlyOriginal, IReadOnlyList<string> OnlyAgain)
{
    /// <summary>Compares two journals.</summary>
    /// <param name="original">The first.</param>
    /// <param name="again">The second.</param>
    /// <param name="tolerance">The largest relative difference that still counts as equal.</param>
    public static PointComparison Of(IEnumerable<JournalRecord> original, IEnumerable<JournalRecord> again, double tolerance)
    {
        var (first, second) = (Values(original), Values(again));
        var both = first.Keys.Where(second.ContainsKey).ToList();
        var differing = both
            .Select(key => new PointDifference(key.Metric, key.Step, first[key], second[key]))
            .Where(point => BitConverter.DoubleToInt64Bits(point.Original) != BitConverter.DoubleToInt64Bits(point.Again))
            .ToList();
        var largest = differing.MaxBy(point => point.Relative);
        var (onlyOriginal, onlyAgain) = (Names(first.Keys.Where(key => !second.ContainsKey(key))), Names(second.Keys.Where(key => !first.ContainsKey(key))));
        var verdict = onlyOriginal.Count + onlyAgain.Count > 0 || largest?.Relative > tolerance ? Sameness.Different : differing.Count > 0 ? Sameness.EqualWithinTolerance : Sameness.BitwiseEqual;
        return new PointComparison(verdict, both.Count, differing.Count, largest?.Relative ?? 0, largest, differing.Count > 0 ? differing[0] : null, onlyOriginal, onlyAgain);
    }

    // In the order logged, so that the first difference is the earliest. Of a point that was logged twice the last value counts, as in a store.
    private static OrderedDictionary<(string Metric, long Step), double> Values(IEnumerable<JournalRecord> records)
    {
        var values = new OrderedDictionary<(string, long), double>();
        foreach (var metric in records.OfType<MetricRecord>().Where(metric => !MachineMetrics.Contains(metric.Name)))
            values[(metric.Name, metric.Step)] = metric.Value;
        return values;
    }

    private static List<string> Names(IEnumerable<(string Metric, long Step)> keys) => [.. keys.Select(key => $"{key.Metric} at step {key.Step}")];
}

/// <summary>A point that has two values.</summary>
internal sealed record PointDifference(string Metric, long Step, double Original, double Again)
{
    /// <summary>The difference as a share of the larger value.</summary>
    public double Relative =>
        Original.Equals(Again) || Original == Again ? 0
        : !double.IsFinite(Original) || !double.IsFinite(Again) ? double.PositiveInfinity
        : Math.Abs(Original - Again) / Math.Max(Math.Abs(Original), Math.Abs(Again));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Metric} at step {Step}: {Original:R} and now {Again:R}");
}

/// <summary>What a reproduction shows.</summary>
internal enum Sameness
{
    /// <summary>Every point has the same bits.</summary>
    BitwiseEqual,

    /// <summary>Every point differs by no more than the tolerance.</summary>
    EqualWithinTolerance,

    /// <summary>A point differs by more, or is missing.</summary>
    Different,
}
