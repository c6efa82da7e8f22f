using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Tests.Setup;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Models.Graphs;

public sealed class GraphLearningTests
{
    [Theory]
    [InlineData("gcn")]
    [InlineData("graphsage")]
    public void Cora_is_learnt_from_its_public_split(string name)
    {
        var data = Graph.Load("cora", new DataRoot(SharedFolder.File("data")));
        data = data with { Features = data.Features.RowNormalised() };
        var split = data.PublishedSplits[0];
        using var graph = GraphTensors.Of(data, CPU);
        using var model = ModelCatalog.CreateGraphModel(name, data.Features.Columns, data.Classes, new GraphModelOptions { Hidden = 32, Dropout = 0.3 }, seed: 1);
        using var optimizer = optim.Adam(model.parameters(), 0.01, weight_decay: 5e-4);
        using var outer = NewDisposeScope();
        var labels = tensor(data.Labels.Select(label => (long)label).ToArray());
        var (training, test) = (Nodes(split.Training.Nodes), Nodes(split.Test.Nodes));
        for (var epoch = 0; epoch < 60; epoch++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(graph).index_select(0, training), labels.index_select(0, training)).backward();
            optimizer.step();
        }

        model.eval();
        var accuracy = model.call(graph).argmax(1).eq(labels).index_select(0, test).to(float64).mean().ToDouble();
        Assert.True(accuracy > 0.75, $"test accuracy {accuracy}");
    }

    private static Tensor Nodes(IReadOnlyList<int> nodes) => tensor(nodes.Select(node => (long)node).ToArray());
}
