namespace KdHost.Plugins.Slam;

/// <summary>
/// Which pseudo-labels Eq. (13) trusts. Positive: the largest probability is at least τ_p with an uncertainty below κ_p. Negative, for other images: classes but the first with p′ below τ_n and an uncertainty below κ_n.
/// Classes are then balanced: of each, the n = max(25, size of the smallest) least uncertain positives stay.
/// </summary>
/// <param name="IsPositive">Images whose first choice is used as label.</param>
/// <param name="Negatives">N of each image, C numbers each: 1 for classes that it does not show; all 0 for positives.</param>
public sealed record UpsSelection(bool[] IsPositive, float[] Negatives)
{
    /// <summary>Selects.</summary>
    /// <param name="positive">Mean probabilities.</param>
    /// <param name="positiveUncertainty">Their standard deviations over passes.</param>
    /// <param name="negative">Mean probabilities at the temperature for negatives, p′.</param>
    /// <param name="negativeUncertainty">Their standard deviations over passes.</param>
    /// <param name="options">Thresholds.</param>
    public static UpsSelection Of(ProbabilityTable positive, ProbabilityTable positiveUncertainty, ProbabilityTable negative, ProbabilityTable negativeUncertainty, UpsOptions options)
    {
        var classes = positive.Classes;
        var (isPositive, negatives) = (new bool[positive.Count], new float[positive.Count * classes]);
        for (var image = 0; image < positive.Count; image++)
        {
            var first = positive.Choice(image);
            isPositive[image] = positive.Row(image)[first] >= options.PositiveThreshold && (options.NoUncertainty || positiveUncertainty.Row(image)[first] < options.PositiveUncertainty);
            for (var label = 0; label < classes && !isPositive[image]; label++)
            {
                var isNegative = label != first && negative.Row(image)[label] < options.NegativeThreshold
                    && (options.NoUncertainty || negativeUncertainty.Row(image)[label] < options.NegativeUncertainty);
                negatives[(image * classes) + label] = isNegative ? 1 : 0;
            }
        }

        Balance(isPositive, positive, positiveUncertainty, options.LeastPerClass);
        return new UpsSelection(isPositive, negatives);
    }

    private static void Balance(bool[] isPositive, ProbabilityTable probabilities, ProbabilityTable uncertainties, int least)
    {
        var classes = Enumerable.Range(0, isPositive.Length).Where(image => isPositive[image]).GroupBy(probabilities.Choice).ToList();
        var kept = Math.Max(least, classes.Count == probabilities.Classes ? classes.Min(group => group.Count()) : 0); // a class without positives is the smallest
        foreach (var group in classes)
        {
            var surplus = group.OrderBy(image => uncertainties.Row(image)[group.Key]).ThenByDescending(image => probabilities.Row(image)[group.Key]).ThenBy(image => image).Skip(kept);
            foreach (var image in surplus)
                isPositive[image] = false;
        }
    }
}
