using KdHost.Sdk.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// node2vec with p = q = 1 (A. Grover, J. Leskovec, KDD 2016): one vector a node, such that nodes that meet on random walks have a large product:
/// <c>−mean log σ(v_a · v_b) − mean log(1 − σ(v_a · v_c))</c> over pairs (a, b) on a walk and pairs (a, c) on a sequence of random nodes.
/// </summary>
/// <remarks>As in PyTorch Geometric, each window of a walk pairs its first node with the others, and Adam moves the vectors of a batch alone.</remarks>
public static class Node2Vec
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, LogEpsilon = 1e-15;

    /// <summary>Trains vectors.</summary>
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="edges">Directed edges along which walks go.</param>
    /// <param name="options">Sizes and rates.</param>
    /// <param name="seed">The seed of vectors and walks.</param>
    /// <param name="device">Where they are trained.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The vectors of the epoch with the lowest loss, <c>[n, D]</c>.</returns>
    public static Tensor Train(int nodes, IReadOnlyList<(int Source, int Target)> edges, Node2VecOptions options, long seed, Device device, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seeds.Derive(seed, "vectors"), CPU);
        var vectors = new Parameter(randn([nodes, options.Width], generator: generator).to(device));
        var (mean, square) = (zeros_like(vectors, requires_grad: false), zeros_like(vectors, requires_grad: false));
        var walks = new RandomWalks(nodes, edges);
        var (best, lowest, step) = (vectors.detach().clone(), double.PositiveInfinity, 0);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var random = new RandomStream(Seeds.Derive(seed, "walks", epoch));
            var sum = 0.0;
            foreach (var batch in random.Permutation(nodes).Chunk(options.BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                sum += batch.Length * Step(vectors, mean, square, walks, batch, options, random, ++step);
            }

            if (sum >= lowest)
                continue;
            lowest = sum;
            using var noGradient = no_grad();
            best.copy_(vectors);
        }

        return best.MoveToOuterDisposeScope();
    }

    private static double Step(Parameter vectors, Tensor mean, Tensor square, RandomWalks walks, int[] batch, Node2VecOptions options, RandomStream random, int step)
    {
        using var scope = NewDisposeScope();
        int[] starts = [.. Enumerable.Repeat(batch, options.WalksPerNode).SelectMany(nodes => nodes)];
        var (walkStarts, walkOthers) = Pairs([.. starts.Select(start => walks.Walk(start, options.WalkLength, random))], options.Context);
        var (noiseStarts, noiseOthers) = Pairs([.. Enumerable.Repeat(starts, options.Negatives).SelectMany(nodes => nodes).Select(start => walks.Jump(start, options.WalkLength, random))], options.Context);
        var (a, b, c, d) = (tensor(walkStarts, device: vectors.device), tensor(walkOthers, device: vectors.device), tensor(noiseStarts, device: vectors.device), tensor(noiseOthers, device: vectors.device));
        var likely = ((vectors.index_select(0, a) * vectors.index_select(0, b)).sum(1).sigmoid() + LogEpsilon).log().mean();
        var unlikely = (1 - (vectors.index_select(0, c) * vectors.index_select(0, d)).sum(1).sigmoid() + LogEpsilon).log().mean();
        var loss = -(likely + unlikely);
        loss.backward();

        using var noGradient = no_grad();
        long[] touched = [.. walkStarts.Concat(walkOthers).Concat(noiseStarts).Concat(noiseOthers).Distinct().Order()];
        var rows = tensor(touched, device: vectors.device);
        var gradient = vectors.grad!.index_select(0, rows);
        var newMean = (mean.index_select(0, rows) * Beta1) + (gradient * (1 - Beta1));
        var newSquare = (square.index_select(0, rows) * Beta2) + (gradient.square() * (1 - Beta2));
        mean.index_copy_(0, rows, newMean);
        square.index_copy_(0, rows, newSquare);
        var direction = newMean / (1 - Math.Pow(Beta1, step)) / ((newSquare / (1 - Math.Pow(Beta2, step))).sqrt() + Epsilon);
        vectors.index_copy_(0, rows, vectors.index_select(0, rows) - (direction * options.LearningRate));
        vectors.grad!.zero_();
        return loss.ToDouble();
    }

    private static (long[] Starts, long[] Others) Pairs(int[][] walks, int context)
    {
        var windows = walks.SelectMany(walk => Enumerable.Range(0, Math.Max(1, walk.Length - context + 1)).Select(first => (Walk: walk, First: first, End: Math.Min(walk.Length, first + context))));
        var pairs = windows.SelectMany(window => Enumerable.Range(window.First + 1, window.End - window.First - 1).Select(other => ((long)window.Walk[window.First], (long)window.Walk[other]))).ToArray();
        return (Array.ConvertAll(pairs, pair => pair.Item1), Array.ConvertAll(pairs, pair => pair.Item2));
    }
}
