using CsCheck;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class PairedComparisonProperties
{
    // Accuracies with one digit: ties and zero differences are common.
    private static readonly Gen<double> Accuracy = Gen.Int[700, 720].Select(tenths => tenths / 10.0);

    private static readonly Gen<(double Baseline, double Candidate)[]> Pairs = Gen.Select(Accuracy, Accuracy).Array[2, 15];

    [Fact]
    public void Swapping_the_sides_turns_the_sign_and_nothing_else() => Pairs.Sample(pairs =>
    {
        var (there, back) = (Compare(pairs), PairedComparison.Of(Candidate(pairs), Baseline(pairs)));
        Assert.Equal(-there.Difference.Mean, back.Difference.Mean);
        Assert.Equal(there.Difference.StandardDeviation, back.Difference.StandardDeviation);
        Assert.Equal(-there.Difference.Interval?.High, back.Difference.Interval?.Low);
        Assert.Equal(there.PValue, back.PValue);
        Assert.Equal(there.SignedRank, back.SignedRank);
        Assert.Equal(there.Judge(maximize: true).Kind, back.Judge(maximize: false).Kind);
    });

    [Fact]
    public void A_shift_of_all_values_changes_nothing() => Gen.Select(Pairs, Gen.Int[-500, 500]).Sample((pairs, shift) =>
    {
        var here = Compare(pairs);
        var shifted = Compare([.. pairs.Select(pair => (pair.Baseline + (shift / 10.0), pair.Candidate + (shift / 10.0)))]);
        Near.Equal(here.Difference.Mean!.Value, shifted.Difference.Mean, absolute: 1e-9);
        Near.Equal(here.Difference.StandardDeviation!.Value, shifted.Difference.StandardDeviation, absolute: 1e-9);
        Assert.Equal(here.SignedRank, shifted.SignedRank);
        Assert.Equal(here.PValue is null, shifted.PValue is null);
    });

    [Fact]
    public void The_order_of_seeds_does_not_matter() => Pairs.SelectMany(pairs => Gen.Shuffle(pairs.ToArray()).Select(shuffled => (pairs, shuffled))).Sample((pairs, shuffled) =>
    {
        Near.Equal(Compare(pairs).Difference.Mean!.Value, Compare(shuffled).Difference.Mean, absolute: 1e-12);
        Assert.Equal(Compare(pairs).SignedRank, Compare(shuffled).SignedRank);
    });

    [Fact]
    public void The_interval_holds_zero_exactly_where_p_is_above_five_percent() => Pairs.Sample(pairs =>
    {
        if (Compare(pairs) is { PValue: { } p, Difference.Interval: { } interval } && Math.Abs(p - 0.05) > 1e-6)
            Assert.Equal(p > 0.05, interval.Holds(0));
    });

    [Fact]
    public void No_figure_is_ever_not_a_number() => Gen.Select(Gen.Double, Gen.Double).Array[0, 8].Sample(pairs =>
    {
        var comparison = Compare(pairs);
        double?[] figures = [comparison.Difference.Mean, comparison.Difference.StandardDeviation, comparison.Difference.Interval?.Low, comparison.Difference.Interval?.High, comparison.PValue, comparison.SignedRank?.PValue];
        Assert.All(figures, figure => Assert.True(figure is null || double.IsFinite(figure.Value)));
    });

    private static PairedComparison Compare((double, double)[] pairs) => PairedComparison.Of(Baseline(pairs), Candidate(pairs));

    private static double[] Baseline((double Baseline, double Candidate)[] pairs) => [.. pairs.Select(pair => pair.Baseline)];

    private static double[] Candidate((double Baseline, double Candidate)[] pairs) => [.. pairs.Select(pair => pair.Candidate)];
}
