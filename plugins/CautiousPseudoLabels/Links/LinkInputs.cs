using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Methods;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>Records which edges a trial used.</summary>
internal static class LinkInputs
{
    /// <summary>Records the three parts.</summary>
    public static void Log(IInputs inputs, Graph graph, LinkSplit split, string name)
    {
        foreach (var (edges, context) in new[] { (split.Training.Edges, "training"), (split.Validation.Edges, "validation"), (split.Test.Edges, "test") })
        {
            int[] ends = [.. edges.SelectMany(edge => new[] { edge.Source, edge.Target })];
            inputs.Log(new DataUse
            {
                Name = name,
                Digest = XxHash64.HashToUInt64(MemoryMarshal.AsBytes<int>(ends)).ToString("x16", CultureInfo.InvariantCulture),
                Context = context,
                Source = DataSets.Get(name).Files is [var file, ..] ? file.Address.ToString() : "plain graph files",
                Samples = edges.Count,
                Shape = [graph.Features.Columns],
            });
        }
    }
}
