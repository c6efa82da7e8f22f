using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>Probabilities of a classifier for some images, in managed memory.</summary>
/// <param name="values">Row after row.</param>
/// <param name="classes">C.</param>
public sealed class ProbabilityTable(float[] values, int classes)
{
    /// <summary>C.</summary>
    public int Classes { get; } = classes;

    /// <summary>Number of images.</summary>
    public int Count => values.Length / Classes;

    /// <summary>Copies a tensor.</summary>
    /// <param name="probabilities"><c>[N, C]</c>.</param>
    public static ProbabilityTable Of(torch.Tensor probabilities)
    {
        using var scope = torch.NewDisposeScope();
        return new ProbabilityTable(probabilities.to(torch.ScalarType.Float32).cpu().contiguous().data<float>().ToArray(), (int)probabilities.shape[1]);
    }

    /// <summary>The probabilities of one image.</summary>
    /// <param name="image">Which image.</param>
    public ReadOnlySpan<float> Row(int image) => values.AsSpan(image * Classes, Classes);

    /// <summary>The classes of one image from the most probable; of equal ones the lower index first.</summary>
    /// <param name="image">Which image.</param>
    public int[] Order(int image)
    {
        var row = Row(image).ToArray();
        int[] order = [.. Enumerable.Range(0, Classes)];
        Array.Sort(order, (one, other) => row[one] != row[other] ? row[other].CompareTo(row[one]) : one.CompareTo(other));
        return order;
    }

    /// <summary>The most probable class of one image; of equal ones the lower index.</summary>
    /// <param name="image">Which image.</param>
    public int Choice(int image)
    {
        var row = Row(image);
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best])
                best = i;
        }

        return best;
    }

    /// <summary>The place of a class in <see cref="Order"/>, from 0.</summary>
    /// <param name="image">Which image.</param>
    /// <param name="label">The class.</param>
    public int Rank(int image, int label)
    {
        var row = Row(image);
        var rank = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] > row[label] || (row[i] == row[label] && i < label))
                rank++;
        }

        return rank;
    }

    /// <summary>Eq. (7): the largest minus the second-largest probability.</summary>
    /// <param name="image">Which image.</param>
    public double Margin(int image)
    {
        var (first, second) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (double value in Row(image))
        {
            if (value > first)
                (first, second) = (value, first);
            else if (value > second)
                second = value;
        }

        return first - second;
    }

    /// <summary>The negative entropy of the probabilities, in nats: the larger, the more confident.</summary>
    /// <param name="image">Which image.</param>
    public double NegativeEntropy(int image)
    {
        var sum = 0.0;
        foreach (double value in Row(image))
            sum += value > 0 ? value * Math.Log(value) : 0;
        return sum;
    }

    /// <summary>The margins of all images.</summary>
    public double[] Margins() => [.. Enumerable.Range(0, Count).Select(Margin)];

    /// <summary>Whether the first choice is right, image by image.</summary>
    /// <param name="labels">The labels.</param>
    public bool[] Hits(IReadOnlyList<int> labels) => [.. Enumerable.Range(0, Count).Select(image => Choice(image) == labels[image])];
}
