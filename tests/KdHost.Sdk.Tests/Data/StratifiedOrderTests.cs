using CsCheck;
using KdHost.Sdk.Data;

namespace KdHost.Sdk.Tests.Data;

public sealed class StratifiedOrderTests
{
    private static readonly Gen<int[]> Labels = Gen.Int[0, 5].Array[1, 300];

    [Fact]
    public void Each_image_stands_in_the_order_once() => Labels.Sample(labels =>
        StratifiedOrder.Of(labels, seed: 3).Order().SequenceEqual(Enumerable.Range(0, labels.Length)));

    [Fact]
    public void Every_prefix_holds_the_classes_in_their_proportions() => Gen.Select(Labels, Gen.Double[0, 1]).Sample((labels, share) =>
    {
        var count = (int)(share * labels.Length);
        var prefix = StratifiedOrder.Of(labels, seed: 3)[..count].CountBy(i => labels[i]).ToDictionary();
        foreach (var (label, size) in labels.CountBy(label => label))
            Assert.InRange(prefix.GetValueOrDefault(label), ((double)size * count / labels.Length) - 2.01, ((double)size * count / labels.Length) + 2.01);
    });

    [Fact]
    public void Another_seed_gives_another_order()
    {
        var labels = Enumerable.Range(0, 100).Select(i => i % 10).ToArray();
        Assert.NotEqual(StratifiedOrder.Of(labels, 0), StratifiedOrder.Of(labels, 1));
    }
}
