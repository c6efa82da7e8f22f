namespace KdHost.Sdk.Statistics;

/// <summary>Mean and spread of one configuration over its seeds. A figure that is not defined is null.</summary>
/// <param name="Count">How many values it rests on.</param>
/// <param name="Mean">Null when there is no value, or one that is not finite.</param>
/// <param name="StandardDeviation">With n − 1; null below two values.</param>
/// <param name="Interval">95 % interval of the mean, from Student's t; null below two values.</param>
public sealed record Summary(int Count, double? Mean, double? StandardDeviation, Interval? Interval)
{
    private const double Confidence = 0.95;

    /// <summary>Sums up values.</summary>
    /// <param name="values">One a seed.</param>
    public static Summary Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0 || !double.IsFinite(values.Sum()))
            return new Summary(values.Count, null, null, null);

        // Summing equal values rounds; a spread of 1e-17 would then look like a measurement.
        var constant = values.All(value => value == values[0]);
        var mean = constant ? values[0] : values.Average();
        if (values.Count == 1)
            return new Summary(1, mean, null, null);
        var deviation = constant ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        if (!double.IsFinite(deviation))
            return new Summary(values.Count, mean, null, null);
        var reach = StudentDistribution.Quantile(Confidence, values.Count - 1) * deviation / Math.Sqrt(values.Count);
        return new Summary(values.Count, mean, deviation, new Interval(mean - reach, mean + reach));
    }
}
