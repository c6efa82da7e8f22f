using System.Diagnostics;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Benchmarks;

/// <summary>
/// Milliseconds of a training step of each graph model on Cora and CiteSeer, on one core; of the convolutional one with dense features too, and in plain PyTorch where Python has it.
/// </summary>
internal static class GraphEpoch
{
    private const int WarmUp = 10, Steps = 40, TimeLimit = 120_000;

    public static void Measure(DataRoot root)
    {
        var threads = torch.get_num_threads();
        torch.set_num_threads(1);
        foreach (var name in new[] { "cora", "citeseer" })
        {
            if (DataSets.Get(name).HasOtherFiles(root))
                Measure(name, root);
            else
                Console.WriteLine($"graph models on {name}: skipped, no {name} in {root.Path} (give the data root as the argument)");
        }

        torch.set_num_threads(threads);
    }

    private static void Measure(string name, DataRoot root)
    {
        var data = Graph.Load(name, root);
        using var sparse = GraphTensors.Of(data, torch.CPU);
        using var features = SparseMatrix.Of(data.Features, torch.CPU);
        using var matrix = features.ToDense();
        using var dense = GraphTensors.Of(data.Edges, matrix);
        foreach (var model in ModelCatalog.GraphNames)
            Console.WriteLine(FormattableString.Invariant($"{model} on {name}: {Time(model, data, sparse):f1} ms a step on one core (hidden 64, dropout, sparse features)"));
        Console.WriteLine(FormattableString.Invariant($"gcn on {name}: {Time("gcn", data, dense):f1} ms a step on one core with dense features"));
        Console.WriteLine(PlainPyTorch(Path.Combine(root.Path, "graphs", name)));
    }

    private static double Time(string name, Graph data, GraphTensors graph)
    {
        using var model = ModelCatalog.CreateGraphModel(name, data.Features.Columns, data.Classes, new GraphModelOptions(), seed: 1);
        using var generator = new torch.Generator(1);
        model.Generator = generator;
        using var optimizer = new Adam(new FlatParameters(model)) { LearningRate = 0.01, WeightDecay = 5e-4 };
        using var labels = torch.tensor(data.Labels.Select(label => (long)label).ToArray());
        var watch = new Stopwatch();
        for (var step = 0; step < WarmUp + Steps; step++)
        {
            if (step == WarmUp)
                watch.Start();
            using var scope = torch.NewDisposeScope();
            optimizer.ZeroGradients();
            torch.nn.functional.cross_entropy(model.call(graph), labels).backward();
            optimizer.Step();
        }

        return watch.Elapsed.TotalMilliseconds / Steps;
    }

    // The same step written in PyTorch, without a graph library.
    private static string PlainPyTorch(string folder)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "gcn_step.py"), folder, $"{WarmUp}", $"{Steps}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(TimeLimit))
                process.Kill();
            return process.ExitCode == 0 ? output.Result.TrimEnd() : $"plain PyTorch: skipped, {error.Result.TrimEnd().Split('\n')[^1]}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "plain PyTorch: skipped, there is no python3";
        }
    }
}
