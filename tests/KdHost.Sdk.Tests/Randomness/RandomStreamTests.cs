using CsCheck;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Tests.Randomness;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_stream_is_SplitMix64()
    {
        // Published test values of the algorithm for the seed 1234567.
        var stream = new RandomStream(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => stream.NextBits()));
    }

    [Fact]
    public void A_permutation_holds_each_position_once() =>
        Gen.Select(Gen.Long, Gen.Int[0, 500]).Sample((seed, count) =>
            new RandomStream(seed).Permutation(count).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void Bounded_numbers_stay_below_their_bound_and_reach_all_values()
    {
        var stream = new RandomStream(1);
        var counts = new int[7];
        for (var i = 0; i < 7000; i++)
            counts[stream.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Seeds_of_different_purposes_and_indices_differ() =>
        Assert.Equal(6, new[] { Seeds.Derive(1, "a"), Seeds.Derive(1, "b"), Seeds.Derive(2, "a"), Seeds.Derive(1, "a", 1), Seeds.Derive(1, "a", 2), Seeds.Derive(-1, "a") }.Distinct().Count());
}
