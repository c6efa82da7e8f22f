using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>Which nodes a trial trains, chooses and reports on.</summary>
internal static class NodeSplits
{
    /// <summary>The split of the options.</summary>
    /// <exception cref="FaultException">A published split is asked for and there is none.</exception>
    public static NodeSplit Of(Graph graph, CautiousPseudoLabelsOptions options, long seed)
    {
        if (options.Split == NodeSplitKind.Published && graph.PublishedSplits.Count == 0)
        {
            throw new FaultException(new Fault($"{options.Dataset} has no published split")
            {
                Key = "split",
                Found = "published",
                Expected = "random",
                Fix = "set split to random; trainFraction and validationFraction say how large its parts are",
            });
        }

        var split = options.Split == NodeSplitKind.Published ? graph.PublishedSplits[0] : NodeSplit.Random(graph, options.TrainFraction, options.ValidationFraction, seed);
        return options.LabelsPerClass > 0 ? split.WithTrainingPerClass(graph, options.LabelsPerClass, seed) : split;
    }

    /// <summary>Records which nodes were used.</summary>
    public static void Log(IInputs inputs, Graph graph, NodeSplit split, string name)
    {
        foreach (var (nodes, context) in new[] { (split.Training.Nodes, "training"), (split.Validation.Nodes, "validation"), (split.Test.Nodes, "test") })
        {
            inputs.Log(new DataUse
            {
                Name = name,
                Digest = XxHash64.HashToUInt64(MemoryMarshal.AsBytes<int>(nodes.ToArray())).ToString("x16", CultureInfo.InvariantCulture),
                Context = context,
                Source = DataSets.Get(name).Files is [var file, ..] ? file.Address.ToString() : "plain graph files",
                Samples = nodes.Count,
                Classes = graph.Classes,
                Shape = [graph.Features.Columns],
            });
        }
    }
}
