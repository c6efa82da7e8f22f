namespace KdHost.Sdk.Statistics;

/// <summary>S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.</summary>
public static class Holm
{
    /// <summary>Adjusts the p-values of all comparisons of one table, so that the chance of any false one among them stays below the level.</summary>
    /// <param name="pValues">Raw p-values.</param>
    /// <returns>Adjusted ones in the same order.</returns>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var (left, largest) = (pValues.Count, 0.0);
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
        {
            largest = Math.Max(largest, Math.Min(1, left-- * pValues[i]));
            adjusted[i] = largest;
        }

        return adjusted;
    }

    /// <summary>Adjusts the p-values that are defined; the others stay null and don't count.</summary>
    /// <param name="pValues">Raw p-values.</param>
    /// <returns>Adjusted ones in the same order.</returns>
    public static IReadOnlyList<double?> AdjustDefined(IReadOnlyList<double?> pValues)
    {
        var defined = Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).ToList();
        var values = Adjust([.. defined.Select(i => pValues[i]!.Value)]);
        var adjusted = new double?[pValues.Count];
        foreach (var (i, value) in defined.Zip(values))
            adjusted[i] = value;
        return adjusted;
    }
}
