using CsCheck;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class HolmTests
{
    // Few distinct values, so that ties are common.
    private static readonly Gen<double[]> PValues = Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 4].Select(i => i / 4.0)).Array[0, 12];

    [Fact]
    public void Adjusted_values_agree_with_the_reference()
    {
        foreach (var item in Golden.Read("holm").AsArray())
        {
            foreach (var (expected, actual) in item!.Numbers("adjusted").Zip(Holm.Adjust(item!.Numbers("p"))))
                Near.Equal(expected, actual);
        }
    }

    [Fact]
    public void An_adjusted_value_lies_between_the_raw_one_and_one() =>
        PValues.Sample(raw => raw.Zip(Holm.Adjust(raw)).All(pair => pair.First <= pair.Second && pair.Second <= 1));

    [Fact]
    public void Adjusting_keeps_the_order_of_values() => PValues.Sample(raw =>
    {
        var adjusted = Holm.Adjust(raw);
        return raw.Zip(adjusted).Order().Select(pair => pair.Second).SequenceEqual(adjusted.Order());
    });

    [Fact]
    public void The_smallest_value_is_multiplied_by_the_number_of_comparisons() =>
        PValues.Where(raw => raw.Length > 0).Sample(raw => Holm.Adjust(raw).Min() == Math.Min(1, raw.Min() * raw.Length));

    [Fact]
    public void The_order_of_the_table_does_not_matter() =>
        PValues.SelectMany(raw => Gen.Shuffle(Enumerable.Range(0, raw.Length).ToArray()).Select(order => (raw, order))).Sample(pair =>
        {
            var adjusted = Holm.Adjust(pair.raw);
            var shuffled = Holm.Adjust([.. pair.order.Select(i => pair.raw[i])]);
            return shuffled.SequenceEqual(pair.order.Select(i => adjusted[i]));
        });
}
