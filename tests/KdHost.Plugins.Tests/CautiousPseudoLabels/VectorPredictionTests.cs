using KdHost.Plugins.CautiousPseudoLabels.Links;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

public sealed class VectorPredictionTests
{
    private const int Nodes = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Blocks_of_any_size_find_the_pairs_that_a_plain_sort_finds(int blockRows)
    {
        using var scope = NewDisposeScope();
        using var prediction = Make(blockRows);
        HashSet<long> labelled = [3, 40, 41, 1 * Nodes, (2 * Nodes) + 5, (5 * Nodes) + 2];
        var top = prediction.Top(25, labelled);
        var expected = Pairs().Where(pair => !labelled.Contains(pair)).OrderByDescending(pair => (float)prediction.Probability(pair)).ThenBy(pair => pair).Take(25).ToList();
        Assert.Equal(expected.Order(), top.Select(label => label.Sample).Order());
        Assert.Equal(25, top.Select(label => label.Sample).Distinct().Count());
        Assert.All(top, label => Assert.Equal(prediction.Probability(label.Sample), label.Confidence, 1e-6));
        Assert.Equal(top.Select(label => label.Confidence).OrderDescending(), top.Select(label => label.Confidence));
    }

    [Fact]
    public void Both_directions_of_a_pair_tie_exactly_and_equals_come_by_lowest_number()
    {
        using var scope = NewDisposeScope();
        using var prediction = new VectorPrediction([ones(6, 2) * 50], 2); // all probabilities are 1
        var top = prediction.Top(4, new HashSet<long>());
        Assert.Equal([1, 2, 3, 4], top.Select(label => label.Sample));
        Assert.All(top, label => Assert.Equal(1, label.Confidence));
    }

    [Fact]
    public void Sums_over_the_candidates_are_those_of_a_loop_over_all_pairs()
    {
        using var scope = NewDisposeScope();
        using var prediction = Make(9);
        HashSet<long> labelled = [3, 3 * Nodes], edges = [3, 3 * Nodes, 4, 4 * Nodes, (6 * Nodes) + 7, (7 * Nodes) + 6];
        var sums = prediction.Sums(labelled, edges);
        var open = Pairs().Where(pair => !labelled.Contains(pair)).ToList();
        Assert.Equal(open.Count, sums.Count);
        Assert.Equal(open.Sum(prediction.LinkEntropy), sums.Pseudo, 1e-2);
        Assert.Equal(open.Sum(pair => prediction.TrueEntropy(pair, edges)), sums.True, 1e-2);
    }

    [Fact]
    public void No_block_is_larger_than_asked_for_and_no_tensor_is_left_behind()
    {
        using var prediction = Make(8);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var (_, block) in prediction.UpperBlocks())
        {
            Assert.Equal([8, Nodes], block.shape);
            block.Dispose();
        }

        prediction.Top(5, new HashSet<long>());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static VectorPrediction Make(int blockRows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        return new VectorPrediction([randn([Nodes, 4], generator: generator), randn([Nodes, 4], generator: generator)], blockRows);
    }

    private static IEnumerable<long> Pairs() => Enumerable.Range(0, Nodes * Nodes).Select(pair => (long)pair).Where(pair => pair / Nodes != pair % Nodes);
}
