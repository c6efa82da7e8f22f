using KdHost.Sdk.Data.Graphs;

namespace KdHost.Sdk.Tests.Data.Graphs;

public sealed class GraphSplitTests
{
    private static readonly Graph Ring = new(
        [.. Enumerable.Range(0, 199).Select(node => (node, node + 1))],
        SparseRows.Of(2, Enumerable.Range(0, 200).Select(node => new[] { (node % 2, 1f) })),
        [.. Enumerable.Range(0, 200).Select(node => node % 4)]) { Unlabelled = new HashSet<int> { 7 } };

    [Fact]
    public void A_random_split_covers_the_labelled_nodes_once_and_follows_its_seed()
    {
        var split = NodeSplit.Random(Ring, 0.05, 0.15, seed: 1);
        Assert.Equal((10, 30, 159), (split.Training.Nodes.Count, split.Validation.Nodes.Count, split.Test.Nodes.Count));
        var all = split.Training.Nodes.Concat(split.Validation.Nodes).Concat(split.Test.Nodes).ToList();
        Assert.Equal(199, all.Distinct().Count());
        Assert.DoesNotContain(7, all);
        Assert.NotEqual(split.Training.Nodes, NodeSplit.Random(Ring, 0.05, 0.15, seed: 2).Training.Nodes);
    }

    [Fact]
    public void Fewer_training_nodes_of_a_class_are_part_of_more()
    {
        var split = NodeSplit.Random(Ring, 0.5, 0.2, seed: 1);
        var (three, eight) = (split.WithTrainingPerClass(Ring, 3, seed: 5), split.WithTrainingPerClass(Ring, 8, seed: 5));
        Assert.All(three.Training.Nodes.CountBy(node => Ring.Labels[node]), pair => Assert.Equal(3, pair.Value));
        Assert.Subset(eight.Training.Nodes.ToHashSet(), three.Training.Nodes.ToHashSet());
    }

    [Fact]
    public void Links_are_split_with_as_many_pairs_that_are_none()
    {
        var split = LinkSplit.Random(Ring, 0.1, 0.4, seed: 1);
        Assert.Equal((20, 80, 99), (split.Training.Edges.Count, split.Validation.Edges.Count, split.Test.Edges.Count));
        Assert.Equal((80, 99), (split.Validation.Others.Count, split.Test.Others.Count));
        Assert.Equal(199, split.Training.Edges.Concat(split.Validation.Edges).Concat(split.Test.Edges).Distinct().Count());
        Assert.Empty(split.Validation.Others.Concat(split.Test.Others).Intersect(Ring.Edges));
        Assert.Empty(split.Validation.Others.Intersect(split.Test.Others));
    }

    [Fact]
    public void Rows_are_normalised_and_empty_ones_stay_empty()
    {
        var rows = SparseRows.Of(3, [[(2, 3f), (0, 1f)], []]).RowNormalised();
        Assert.Equal([(0, 0.25f), (2, 0.75f)], rows.Row(0));
        Assert.Empty(rows.Row(1));
    }
}
