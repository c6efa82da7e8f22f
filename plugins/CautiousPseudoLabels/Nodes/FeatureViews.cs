using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>Views of sparse features, Eq. (5).</summary>
/// <param name="features">X.</param>
/// <param name="device">Where the views are.</param>
internal sealed class FeatureViews(SparseRows features, Device device)
{
    /// <summary>X as it is.</summary>
    public SparseMatrix Clean() => SparseMatrix.Of(features, device);

    /// <summary>X ⊙ M / (1 − d), M Bernoulli(1 − d); zeros stay zeros, so entries alone are drawn.</summary>
    public SparseMatrix Dropped(double share, long seed)
    {
        using var clean = Clean();
        using var generator = new Generator((ulong)seed, device);
        return clean.Dropout(share, generator);
    }

    /// <summary>X with ⌊share · n⌋ rows, drawn with replacement, set to 0.</summary>
    public SparseMatrix WithoutRows(double share, long seed)
    {
        var random = new RandomStream(seed);
        var values = features.Values.ToArray();
        for (var i = (int)(share * features.Rows); i > 0; i--)
        {
            var row = random.NextInt(features.Rows);
            Array.Clear(values, features.Starts[row], features.Starts[row + 1] - features.Starts[row]);
        }

        return SparseMatrix.Of(features with { Values = values }, device);
    }
}
