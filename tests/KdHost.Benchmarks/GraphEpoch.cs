using System.Diagnostics;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models;
using KdHost.Sdk.Models.Graphs;
using TorchSharp;

namespace KdHost.Benchmarks;

/// <summary>Milliseconds of a training step of each graph model on Cora, on one core; the convolutional one with dense features too.</summary>
internal static class GraphEpoch
{
    private const int WarmUp = 10, Steps = 40;

    public static void Measure(DataRoot root)
    {
        if (!DataSets.Get("cora").HasOtherFiles(root))
        {
            Console.WriteLine($"graph models on Cora: skipped, no cora in {root.Path} (give the data root as the argument)");
            return;
        }

        var threads = torch.get_num_threads();
        torch.set_num_threads(1);
        var data = Graph.Load("cora", root);
        using var sparse = GraphTensors.Of(data, torch.CPU);
        using var features = SparseMatrix.Of(data.Features, torch.CPU);
        using var matrix = features.ToDense();
        using var dense = GraphTensors.Of(data.Edges, matrix);
        foreach (var name in ModelCatalog.GraphNames)
            Console.WriteLine(FormattableString.Invariant($"{name} on Cora: {Time(name, data, sparse):f1} ms a step on one core (hidden 64, dropout, sparse features)"));
        Console.WriteLine(FormattableString.Invariant($"gcn on Cora: {Time("gcn", data, dense):f1} ms a step on one core with dense features"));
        torch.set_num_threads(threads);
    }

    private static double Time(string name, Graph data, GraphTensors graph)
    {
        using var model = ModelCatalog.CreateGraphModel(name, data.Features.Columns, data.Classes, new GraphModelOptions(), seed: 1);
        using var optimizer = torch.optim.Adam(model.parameters());
        using var labels = torch.tensor(data.Labels.Select(label => (long)label).ToArray());
        var watch = new Stopwatch();
        for (var step = 0; step < WarmUp + Steps; step++)
        {
            if (step == WarmUp)
                watch.Start();
            using var scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            torch.nn.functional.cross_entropy(model.call(graph), labels).backward();
            optimizer.step();
        }

        return watch.Elapsed.TotalMilliseconds / Steps;
    }
}
