using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models;
using KdHost.Sdk.Models.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Models.Graphs;

public sealed class GraphModelTests
{
    private static readonly (int, int)[] Star = [(0, 1), (1, 2), (1, 3)];

    private static readonly SparseRows Features = SparseRows.Of(3, [[(0, 1f), (2, 1f)], [(1, 2f)], [(0, 1f), (1, 1f), (2, 2f)], []]);

    public static TheoryData<string> Names => [.. ModelCatalog.GraphNames];

    [Theory]
    [InlineData(1, new[] { 0.5, 0.35355339, 0, 0, 0.35355339, 0.25, 0.35355339, 0.35355339, 0, 0.35355339, 0.5, 0, 0, 0.35355339, 0, 0.5 })]
    [InlineData(2, new[] { 0.66666667, 0.25819889, 0, 0, 0.25819889, 0.4, 0.25819889, 0.25819889, 0, 0.25819889, 0.66666667, 0, 0, 0.25819889, 0, 0.66666667 })]
    public void The_normalised_adjacency_is_the_published_one(double loop, double[] expected)
    {
        using var scope = NewDisposeScope();
        using var graph = Sparse(loop);
        Assert.True(graph.Adjacency.ToDense().allclose(tensor(expected, [4, 4]), atol: 1e-8));
    }

    [Fact]
    public void A_convolutional_network_gives_the_golden_logits_and_gradients()
    {
        using var scope = NewDisposeScope();
        using var graph = GraphTensors.Of(Star, SparseMatrix.Of(Features.RowNormalised(), CPU, float64), selfLoopWeight: 2);
        using var model = new Gcn(3, 3, new GraphModelOptions { Hidden = 2, Dropout = 0 });
        model.to(float64);
        var weights = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        using (no_grad())
        {
            weights["convs.0.lin.weight"].copy_(tensor(new[] { 0.5, -0.3, 0.2, 0.8, -0.6, 0.4 }, [3, 2]).t());
            weights["convs.0.bias"].copy_(tensor(new[] { 0.1, -0.05 }));
            weights["convs.1.lin.weight"].copy_(tensor(new[] { 0.7, -0.2, 0.1, -0.4, 0.9, 0.3 }, [2, 3]).t());
            weights["convs.1.bias"].copy_(tensor(new[] { 0.0, 0.1, -0.1 }));
        }

        var logits = model.call(graph);
        Near([-0.0089474, 0.27644178, -0.02223939, -0.03413611, 0.37104224, 0.01389117, -0.08116962, 0.39310844, 0.01109394, 0.01549705, 0.25199733, -0.02668384], logits);
        var loss = 3 * nn.functional.cross_entropy(logits.index_select(0, tensor(new long[] { 0, 2 })), tensor(new long[] { 1, 0 }));
        Assert.Equal(3.3344621, loss.ToDouble(), 1e-6);
        loss.backward();
        Near([0.0099291, -0.0465146, -0.18563823, 0.21657414, -0.08995273, 0.08706046], weights["convs.0.lin.weight"].grad!.t());
        Near([-0.28797985, 0.27872039], weights["convs.0.bias"].grad!);
        Near([-0.03657121, -0.04984427, 0.08641548, -0.27608194, 0.02474082, 0.25134112], weights["convs.1.lin.weight"].grad!.t());
        Near([-0.642773, -0.24762993, 0.89040293], weights["convs.1.bias"].grad!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sparse_and_dense_features_give_the_same_logits_and_gradients(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Model(name);
        using var sparse = Sparse(1);
        using var dense = GraphTensors.Of(Star, SparseMatrix.Of(Features, CPU, float64).ToDense());
        model.eval();
        Assert.True(model.call(sparse).allclose(model.call(dense), atol: 1e-12));
        var gradients = new[] { sparse, dense }.Select(graph =>
        {
            model.zero_grad();
            model.call(graph).square().sum().backward();
            return model.parameters().Select(parameter => parameter.grad!.clone()).ToList();
        }).ToList();
        Assert.All(gradients[0].Zip(gradients[1]), pair => Assert.True(pair.First.allclose(pair.Second, atol: 1e-10)));
    }

    [Theory]
    [InlineData("gcn", NeighbourAggregation.Automatic)]
    [InlineData("gat", NeighbourAggregation.Automatic)]
    [InlineData("graphsage", NeighbourAggregation.Mean)]
    [InlineData("graphsage", NeighbourAggregation.Gcn)]
    [InlineData("appnp", NeighbourAggregation.Automatic)]
    [InlineData("gin", NeighbourAggregation.Sum)]
    [InlineData("gin", NeighbourAggregation.Max)]
    public void Gradients_of_all_parameters_are_those_of_finite_differences(string name, NeighbourAggregation aggregation)
    {
        using var scope = NewDisposeScope();
        using var model = Model(name, new GraphModelOptions { Hidden = 3, Heads = 2, Steps = 3, Residual = true, Aggregation = aggregation, Epsilon = 0.2 });
        model.eval();
        using var graph = Sparse(1);
        double Loss() => model.call(graph).sin().sum().ToDouble();
        model.call(graph).sin().sum().backward();
        using var noGradient = no_grad();
        foreach (var (path, parameter) in model.named_parameters())
        {
            var values = parameter.view(-1);
            var gradient = parameter.grad!.reshape(-1);
            for (var i = 0; i < values.shape[0]; i++)
            {
                values[i] += 1e-6;
                var up = Loss();
                values[i] -= 2e-6;
                var down = Loss();
                values[i] += 1e-6;
                Assert.True(Math.Abs(((up - down) / 2e-6) - gradient[i].ToDouble()) < 1e-6, $"{path}[{i}]: {(up - down) / 2e-6} against {gradient[i].ToDouble()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Renumbering_the_nodes_renumbers_the_logits(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Model(name);
        model.eval();
        int[] order = [2, 0, 3, 1]; // new number of each node
        var features = SparseMatrix.Of(Features, CPU, float64).ToDense();
        var back = tensor(order.Select(place => (long)place).ToArray());
        using var graph = GraphTensors.Of(Star, features);
        using var renumbered = GraphTensors.Of(
            [.. Star.Select(edge => (Math.Min(order[edge.Item1], order[edge.Item2]), Math.Max(order[edge.Item1], order[edge.Item2])))], zeros_like(features).index_copy(0, back, features));
        Assert.True(model.call(renumbered).index_select(0, back).allclose(model.call(graph), atol: 1e-10));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dropout_acts_in_training_alone_and_no_tensor_is_left_behind(string name)
    {
        using var model = Model(name, new GraphModelOptions { Hidden = 8, Heads = 2, Dropout = 0.5, InputDropout = 0.3, EdgeDropout = 0.3 });
        using var graph = Sparse(1);
        using (NewDisposeScope())
        {
            model.train();
            Assert.False(model.call(graph).equal(model.call(graph)).all().ToBoolean());
            model.call(graph).sum().backward();
            model.eval();
            Assert.True(model.call(graph).equal(model.call(graph)).all().ToBoolean());
        }

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
        {
            using var scope = NewDisposeScope();
            model.train();
            model.zero_grad();
            model.call(graph).sum().backward();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void One_layer_of_each_kind_is_its_formula()
    {
        using var scope = NewDisposeScope();
        var x = SparseMatrix.Of(Features, CPU, float64).ToDense();
        var a = zeros(4, 4, float64);
        foreach (var (i, j) in Star)
            a[i, j] = a[j, i] = 1;
        var degrees = a.sum(1, keepdim: true);
        using var graph = Sparse(1);
        Tensor W(nn.Module model, string path) => model.named_parameters().Single(entry => entry.name == path).parameter;
        var one = new GraphModelOptions { Layers = 1, Hidden = 5, Heads = 2, Epsilon = 0.2, Teleport = 0.3, Steps = 2 };

        using var sage = (GraphSage)Model("graphsage", one);
        Check(sage, a.mm(x).div(degrees).mm(W(sage, "convs.0.lin_l.weight").t()) + W(sage, "convs.0.lin_l.bias") + x.mm(W(sage, "convs.0.lin_r.weight").t()));
        using var gcnSage = Model("graphsage", one with { Aggregation = NeighbourAggregation.Gcn });
        Check(gcnSage, (a.mm(x) + x).div(degrees + 1).mm(W(gcnSage, "convs.0.lin_l.weight").t()) + W(gcnSage, "convs.0.lin_l.bias"));

        using var gin = Model("gin", one);
        var first = (((1.2 * x) + a.mm(x)).mm(W(gin, "convs.0.nn.lins.0.weight").t()) + W(gin, "convs.0.nn.lins.0.bias")).relu();
        Check(gin, first.mm(W(gin, "convs.0.nn.lins.1.weight").t()) + W(gin, "convs.0.nn.lins.1.bias"));

        using var appnp = Model("appnp", one);
        var start = (x.mm(W(appnp, "lin1.weight").t()) + W(appnp, "lin1.bias")).relu().mm(W(appnp, "lin2.weight").t()) + W(appnp, "lin2.bias");
        var hat = graph.Adjacency.ToDense();
        var z = (0.7 * hat.mm(start)) + (0.3 * start);
        Check(appnp, (0.7 * hat.mm(z)) + (0.3 * start));

        using var gat = Model("gat", one);
        var values = x.mm(W(gat, "convs.0.lin.weight").t());
        var from = values.mm(W(gat, "convs.0.att_src").view(-1, 1));
        var to = values.mm(W(gat, "convs.0.att_dst").view(-1, 1));
        var scores = nn.functional.leaky_relu(to + from.t(), 0.2).masked_fill((a + eye(4, dtype: float64)).eq(0), double.NegativeInfinity);
        Check(gat, nn.functional.softmax(scores, 1).mm(values) + W(gat, "convs.0.bias"));

        void Check(NodeClassifier model, Tensor expected)
        {
            model.eval();
            Assert.True(model.call(graph).allclose(expected, atol: 1e-10), $"{model.GetName()}: {(model.call(graph) - expected).abs().max().ToDouble()}");
        }
    }

    [Fact]
    public void An_autoencoder_scores_pairs_by_the_product_of_their_vectors()
    {
        using var scope = NewDisposeScope();
        using var model = new GraphAutoencoder(3, hidden: 5, width: 2);
        model.to(float64);
        using var graph = Sparse(1);
        var vectors = model.call(graph);
        Assert.Equal([4, 2], vectors.shape);
        var scores = GraphAutoencoder.Scores(vectors, tensor(new long[] { 0, 3 }), tensor(new long[] { 1, 2 }));
        Assert.Equal(vectors.mm(vectors.t())[3, 2].ToDouble(), scores[1].ToDouble(), 1e-12);
        scores.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    private static GraphTensors Sparse(double loop) => GraphTensors.Of(Star, SparseMatrix.Of(Features, CPU, float64), loop);

    private static NodeClassifier Model(string name, GraphModelOptions? options = null)
    {
        var model = ModelCatalog.CreateGraphModel(name, 3, 3, options ?? new GraphModelOptions { Hidden = 4, Heads = 2 }, seed: 1);
        model.to(float64);
        return model;
    }

    private static void Near(double[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.contiguous().data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
}
