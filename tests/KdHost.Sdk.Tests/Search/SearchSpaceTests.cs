using System.Text.Json.Nodes;
using CsCheck;
using KdHost.Sdk.Search;

namespace KdHost.Sdk.Tests.Search;

public sealed class SearchSpaceTests
{
    private static readonly KeyValuePair<string, Distribution>[] All =
    [
        new("temperature", new LogUniform(1, 10)), new("teacher.epochs", new IntegerRange(1, 100)), new("loss", new Choice(["kd", "dkd", "dist"])), new("weight", new Normal(0, 1)),
    ];

    [Fact]
    public void A_sample_depends_on_seed_and_index_alone() => Gen.Select(Gen.Long, Gen.Int[0, 1000]).Sample((seed, index) =>
        Equal(new SearchSpace(All).Sample(seed, index), new SearchSpace(All).Sample(seed, index)));

    [Fact]
    public void Another_dimension_leaves_the_values_of_the_others_as_they_are() => Gen.Select(Gen.Long, Gen.Shuffle(All), Gen.Int[1, All.Length - 1]).Sample((seed, order, count) =>
        Equal(new SearchSpace(order.Take(count)).Sample(seed, 3), new SearchSpace(All).Sample(seed, 3).Where(pair => order.Take(count).Any(kept => kept.Key == pair.Key))));

    [Fact]
    public void Other_indices_and_seeds_give_other_samples()
    {
        var space = new SearchSpace(All[..1]);
        Assert.Equal(500, Enumerable.Range(0, 500).DistinctBy(index => space.Sample(0, index)["temperature"]!.GetValue<double>()).Count());
        Assert.Equal(500, Enumerable.Range(0, 500).DistinctBy(seed => space.Sample(seed, 0)["temperature"]!.GetValue<double>()).Count());
    }

    private static bool Equal(IEnumerable<KeyValuePair<string, JsonNode?>> one, IEnumerable<KeyValuePair<string, JsonNode?>> other) =>
        one.OrderBy(pair => pair.Key, StringComparer.Ordinal).Zip(other.OrderBy(pair => pair.Key, StringComparer.Ordinal)).All(pair => pair.First.Key == pair.Second.Key && JsonNode.DeepEquals(pair.First.Value, pair.Second.Value));
}
