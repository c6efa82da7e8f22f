using CsCheck;
using KdHost.Host.Journal;
using KdHost.Host.Reproduction;

namespace KdHost.Host.Tests.Reproduction;

public sealed class PointComparisonTests
{
    private static readonly Gen<double> Value = Gen.OneOf(Gen.Double, Gen.OneOf(double.NaN, double.PositiveInfinity, -0.0, 0.0));

    [Fact]
    public void A_journal_equals_itself_bit_by_bit() => Value.Array[0, 20].Sample(values =>
        Assert.Equal((Sameness.BitwiseEqual, values.Length), (Compare(Points(values), Points(values), 0).Verdict, Compare(Points(values), Points(values), 0).Points)));

    [Fact]
    public void A_difference_is_judged_by_the_tolerance_and_told_with_its_place()
    {
        var comparison = Compare(Points([1, 2, 4]), Points([1, 2.002, 4.0004]), 0.01);
        Assert.Equal(Sameness.EqualWithinTolerance, comparison.Verdict);
        Assert.Equal((2, 2L, 2L), (comparison.Differing, comparison.Where!.Step, comparison.First!.Step));
        Assert.Equal(0.002 / 2.002, comparison.LargestRelativeDifference, 12);
        Assert.Equal(Sameness.Different, Compare(Points([1, 2, 4]), Points([1, 2.002, 4.0004]), 1e-4).Verdict);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_became_infinite_or_not_a_number_is_different(double value)
    {
        var comparison = Compare(Points([1]), Points([value]), 1e9);
        Assert.Equal((Sameness.Different, double.PositiveInfinity), (comparison.Verdict, comparison.LargestRelativeDifference));
    }

    [Fact]
    public void Zero_with_another_sign_is_equal_within_any_tolerance() => Assert.Equal(Sameness.EqualWithinTolerance, Compare(Points([0.0]), Points([-0.0]), 0).Verdict);

    [Fact]
    public void A_point_that_one_side_lacks_is_a_difference()
    {
        var comparison = Compare(Points([1, 2]), Points([1]), 1);
        Assert.Equal(Sameness.Different, comparison.Verdict);
        Assert.Equal(["train/loss at step 2"], comparison.OnlyOriginal);
    }

    [Fact]
    public void Times_and_memory_are_not_compared()
    {
        JournalRecord[] original = [new MetricRecord("time/epoch_seconds", 1, 1) { Time = 0 }, new MetricRecord("memory/resident_bytes", 1, 1) { Time = 0 }];
        Assert.Equal((Sameness.BitwiseEqual, 0), (Compare(original, [], 0).Verdict, Compare(original, [], 0).Points));
    }

    private static PointComparison Compare(IEnumerable<JournalRecord> original, IEnumerable<JournalRecord> again, double tolerance) => PointComparison.Of(original, again, tolerance);

    private static IEnumerable<JournalRecord> Points(double[] values) => values.Select((value, i) => new MetricRecord("train/loss", value, i + 1) { Time = i });
}
