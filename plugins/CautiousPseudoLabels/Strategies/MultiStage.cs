using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>
/// M3S, multi-stage self-supervised training (K. Sun, Z. Lin, Z. Zhu, AAAI 2020), as the authors of the paper run it: a candidate is labelled when its confidence exceeds θ and the class of its cluster is its own.
/// </summary>
internal static class MultiStage
{
    /// <summary>The labels of a round.</summary>
    public static IReadOnlyList<PseudoLabel> Choose(NodeRound round)
    {
        var logits = Rows(round.Logits);
        var labelled = round.Given.Concat(round.Labels.Labels.Select(label => ((int)label.Sample, label.Label)));
        var centroids = Centroids(logits, labelled, logits[0].Length);
        double[][] points = [.. round.Candidates.Select(node => logits[node])];
        var (centres, cluster) = KMeans(points, round.Options.M3s.Clusters, round.Options.M3s.Steps, round.Random("clusters"));
        var classes = Align(centroids, centres);
        return [.. round.Candidates.Select(round.Prediction.Label).Where((label, index) => label.Confidence > round.Options.Threshold && classes[cluster[index]] == label.Label)];
    }

    /// <summary>The class of each cluster: that of the nearest class centroid.</summary>
    /// <param name="centroids">Mean logits of the labelled nodes of each class; null for a class without any.</param>
    /// <param name="centres">The clusters' centres.</param>
    public static IReadOnlyList<int> Align(IReadOnlyList<double[]?> centroids, IReadOnlyList<double[]> centres) =>
        [.. centres.Select(centre => Nearest(centroids, centre))];

    /// <summary>Lloyd's algorithm from random rows, drawn with replacement; clusters that lose all points vanish, and the numbers of the others follow.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="clusters">How many to begin with.</param>
    /// <param name="steps">Steps, beside a last one.</param>
    /// <param name="random">Draws the first centres.</param>
    public static (IReadOnlyList<double[]> Centres, IReadOnlyList<int> Cluster) KMeans(IReadOnlyList<double[]> points, int clusters, int steps, RandomStream random)
    {
        if (points.Count == 0)
            return ([], []);
        var centres = Enumerable.Range(0, clusters).Select(_ => points[random.NextInt(points.Count)]).ToList();
        var cluster = new int[points.Count];
        for (var step = 0; step <= steps; step++)
        {
            for (var i = 0; i < points.Count; i++)
                cluster[i] = Nearest(centres, points[i]);
            var used = cluster.Distinct().Order().ToList();
            var number = used.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
            for (var i = 0; i < points.Count; i++)
                cluster[i] = number[cluster[i]];
            centres = [.. Means(points, cluster, used.Count).Select(mean => mean!)];
        }

        return (centres, cluster);
    }

    private static double[]?[] Centroids(double[][] logits, IEnumerable<(int Node, int Label)> labelled, int classes)
    {
        var all = labelled.ToList();
        return Means([.. all.Select(item => logits[item.Node])], [.. all.Select(item => item.Label)], classes);
    }

    private static double[]?[] Means(IReadOnlyList<double[]> points, int[] group, int groups)
    {
        var (sums, counts) = (new double[]?[groups], new int[groups]);
        for (var i = 0; i < points.Count; i++)
        {
            var sum = sums[group[i]] ??= new double[points[i].Length];
            counts[group[i]]++;
            for (var j = 0; j < sum.Length; j++)
                sum[j] += points[i][j];
        }

        for (var g = 0; g < groups; g++)
        {
            for (var j = 0; j < (sums[g]?.Length ?? 0); j++)
                sums[g]![j] /= counts[g];
        }

        return sums;
    }

    private static int Nearest(IReadOnlyList<double[]?> centres, double[] point)
    {
        var (nearest, smallest) = (-1, double.PositiveInfinity);
        for (var c = 0; c < centres.Count; c++)
        {
            if (centres[c] is not { } centre)
                continue;
            var distance = 0.0;
            for (var j = 0; j < point.Length && distance < smallest; j++)
                distance += (point[j] - centre[j]) * (point[j] - centre[j]);
            if (distance < smallest)
                (nearest, smallest) = (c, distance);
        }

        return nearest;
    }

    private static double[][] Rows(torch.Tensor logits)
    {
        using var scope = torch.NewDisposeScope();
        var classes = (int)logits.shape[1];
        return [.. logits.to(torch.ScalarType.Float64).cpu().contiguous().data<double>().ToArray().Chunk(classes)];
    }
}
