using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Models.Graphs;

public sealed class LinkModelTests
{
    [Fact]
    public void An_enclosing_subgraph_leaves_the_link_out_and_knows_the_roles_of_its_nodes()
    {
        // 0 - 1 is the pair; 2 touches both, 3 touches 0 alone, 4 is two steps away.
        IReadOnlyCollection<int>[] neighbours = [[1, 2, 3], [0, 2], [0, 1, 4], [0], [2]];
        var subgraph = EnclosingSubgraph.Of(neighbours, (0, 1), hops: 1);
        Assert.Equal([0, 1, 2, 3], subgraph.Nodes);
        Assert.DoesNotContain((0, 1), subgraph.Edges);
        Assert.DoesNotContain((1, 0), subgraph.Edges);
        Assert.Equal([(0, 2), (0, 3), (1, 2), (2, 0), (2, 1), (3, 0)], subgraph.Edges.Order());
        Assert.Equal([1, 1, EnclosingSubgraph.Role(1, 1), 0], subgraph.Roles); // from 1 there is no way to 3 but through 0
        Assert.Equal(5, EnclosingSubgraph.Of(neighbours, (0, 1), hops: 2).Nodes.Count);
    }

    [Fact]
    public void A_classifier_of_subgraphs_gives_each_of_a_batch_what_it_gives_it_alone_and_learns()
    {
        using var outer = NewDisposeScope();
        var features = SparseRows.Of(3, Enumerable.Range(0, 12).Select(node => new[] { (node % 3, 1f) }));
        IReadOnlyCollection<int>[] neighbours = [.. Enumerable.Range(0, 12).Select(node => new[] { (node + 1) % 12, (node + 11) % 12, (node + 4) % 12, (node + 8) % 12 })];
        EnclosingSubgraph[] subgraphs = [EnclosingSubgraph.Of(neighbours, (0, 1), 1), EnclosingSubgraph.Of(neighbours, (2, 9), 1), EnclosingSubgraph.Of(neighbours, (5, 6), 2)];
        using var model = Seeded(() => new Dgcnn(3, hidden: 4, layers: 2, pool: 10, dropout: 0.5));
        model.eval();
        using var batch = SubgraphBatch.Of(subgraphs, features, CPU);
        var together = model.call(batch);
        Assert.Equal([3], together.shape);
        foreach (var (index, subgraph) in subgraphs.Index())
        {
            using var alone = SubgraphBatch.Of([subgraph], features, CPU);
            Assert.Equal(model.call(alone)[0].ToSingle(), together[index].ToSingle(), 1e-5);
        }

        using var optimizer = optim.Adam(model.parameters(), 0.01);
        var labels = tensor(new[] { 1f, 0f, 1f });
        var losses = Enumerable.Range(0, 60).Select(_ =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.binary_cross_entropy_with_logits(model.call(batch), labels);
            loss.backward();
            optimizer.step();
            return loss.ToDouble();
        }).ToList();
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Vectors_of_node2vec_bring_nodes_of_one_part_together_and_depend_on_the_seed_alone()
    {
        using var scope = NewDisposeScope();
        (int, int)[] clique = [.. Enumerable.Range(0, 6).SelectMany(a => Enumerable.Range(0, 6).Where(b => a != b).Select(b => (a, b)))];
        (int, int)[] edges = [.. clique, .. clique.Select(edge => (edge.Item1 + 6, edge.Item2 + 6))];
        var options = new Node2VecOptions { Width = 8, WalkLength = 6, Context = 6, WalksPerNode = 4, BatchSize = 4, Epochs = 30 };
        var vectors = Node2Vec.Train(12, edges, options, seed: 1, CPU, TestContext.Current.CancellationToken);
        var products = vectors.mm(vectors.t()).sigmoid();
        var (inside, across) = (products.narrow(0, 0, 6).narrow(1, 0, 6).mean().ToDouble(), products.narrow(0, 0, 6).narrow(1, 6, 6).mean().ToDouble());
        Assert.True(inside > across + 0.2, $"{inside} inside, {across} across");
        Assert.True(vectors.equal(Node2Vec.Train(12, edges, options, seed: 1, CPU, TestContext.Current.CancellationToken)).all().ToBoolean());
    }

    [Fact]
    public void Noise_on_the_features_is_the_same_each_time_and_that_of_the_dense_matrix()
    {
        using var scope = NewDisposeScope();
        var rows = SparseRows.Of(3, [[(0, 1f)], [(1, 2f)], [], [(2, 1f)]]);
        using var graph = GraphTensors.Of([(0, 1), (1, 2)], SparseMatrix.Of(rows, CPU, float64)).AddFeatureNoise(0.5, seed: 3);
        var noisy = graph.Project(eye(3, dtype: float64));
        var noise = noisy - SparseMatrix.Of(rows, CPU, float64).ToDense();
        Assert.True(noise.min().ToDouble() >= 0 && noise.max().ToDouble() < 0.5 && noise.std().ToDouble() > 0.05);
        var weight = randn(2, 3, float64);
        Assert.True(graph.Project(weight).allclose(noisy.mm(weight.t())));
        Assert.Equal(SparseMatrix.Of(rows, CPU, float64).ToDense().std().ToDouble(), graph.FeatureDeviation(), 1e-12);
    }

    private static T Seeded<T>(Func<T> create) => KdHost.Sdk.Randomness.Seeds.Initialise(1, create);
}
