using System.Collections;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>One tensor of the parameters, or of a gradient, of a stack of runs.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Values">The numbers; dimension 0 counts the sample orders (S), another one the runs (K).</param>
/// <param name="RunDimension">Which dimension counts the runs.</param>
/// <param name="WeightRows">How many of the leading rows along dimension 1 are weights; the others are biases.</param>
public sealed record Block(string Name, torch.Tensor Values, int RunDimension, long WeightRows)
{
    /// <summary>The weights, without biases; null where there are none.</summary>
    public torch.Tensor? Weights => WeightRows == 0 ? null : WeightRows == Values.shape[1] ? Values : Values.narrow(1, 0, WeightRows);

    /// <summary>The same place with other numbers.</summary>
    /// <param name="values">As many.</param>
    public Block With(torch.Tensor values) => this with { Values = values };

    /// <summary>One number a run, shaped so that it multiplies this block.</summary>
    /// <param name="byRun"><c>[K]</c>.</param>
    public torch.Tensor Spread(torch.Tensor byRun)
    {
        var shape = new long[Values.Dimensions];
        Array.Fill(shape, 1);
        shape[RunDimension] = byRun.numel();
        return byRun.view(shape);
    }

    /// <summary>Sums over all but sample orders and runs, in double precision.</summary>
    /// <param name="values">Shaped as the block, or as it broadcasts.</param>
    /// <returns><c>[S, K]</c>.</returns>
    public torch.Tensor SumByRun(torch.Tensor values) =>
        values.sum([.. Enumerable.Range(1, (int)values.Dimensions - 1).Where(dimension => dimension != RunDimension).Select(dimension => (long)dimension)], type: torch.ScalarType.Float64);
}

/// <summary>All parameters of a stack of runs, or their gradient.</summary>
/// <param name="blocks">Its tensors, first layer first.</param>
public sealed class Blocks(IReadOnlyList<Block> blocks) : IReadOnlyList<Block>, IDisposable
{
    /// <inheritdoc/>
    public int Count => blocks.Count;

    /// <inheritdoc/>
    public Block this[int index] => blocks[index];

    /// <summary>⟨a, b⟩ of each run, in double precision.</summary>
    /// <param name="a">Some parameters.</param>
    /// <param name="b">Others; one run or one sample order stands for all.</param>
    /// <returns><c>[S, K]</c>.</returns>
    public static torch.Tensor Dot(Blocks a, Blocks b)
    {
        using var scope = torch.NewDisposeScope();
        return a.Zip(b).Select(pair => pair.First.SumByRun(pair.First.Values * pair.Second.Values)).Aggregate((sum, next) => sum + next).MoveToOuterDisposeScope();
    }

    /// <summary>‖a − b‖ of each run.</summary>
    /// <param name="a">Some parameters.</param>
    /// <param name="b">Others; one run or one sample order stands for all.</param>
    /// <returns><c>[S, K]</c>, float64.</returns>
    public static torch.Tensor Distance(Blocks a, Blocks b)
    {
        using var scope = torch.NewDisposeScope();
        var difference = a.Map((block, i) => block.Values - b[i].Values);
        return Dot(difference, difference).sqrt().MoveToOuterDisposeScope();
    }

    /// <summary>The cosine between a and b of each run.</summary>
    /// <param name="a">Some parameters.</param>
    /// <param name="b">Others; one run or one sample order stands for all.</param>
    /// <returns><c>[S, K]</c>, float64; 0 where one of them is 0.</returns>
    public static torch.Tensor Cosine(Blocks a, Blocks b)
    {
        using var scope = torch.NewDisposeScope();
        using Scalar least = double.Epsilon;
        return (Dot(a, b) / (Dot(a, a) * Dot(b, b)).sqrt().clamp_min(least)).MoveToOuterDisposeScope();
    }

    /// <summary>New numbers from these, block by block, in the current dispose scope.</summary>
    /// <param name="map">From a block and its index to its new numbers.</param>
    public Blocks Map(Func<Block, int, torch.Tensor> map) => new([.. blocks.Select((block, i) => block.With(map(block, i)))]);

    /// <summary>A copy of the caller's own.</summary>
    public Blocks Copy() => Map((block, _) => block.Values.detach().clone().DetachFromDisposeScope());

    /// <summary>These minus λ times others, λ of each run.</summary>
    /// <param name="lambda"><c>[K]</c>.</param>
    /// <param name="other">One run or one sample order stands for all.</param>
    public Blocks Minus(torch.Tensor lambda, Blocks other) => Map((block, i) => block.Values - (block.Spread(lambda) * other[i].Values));

    /// <summary>The tensors by name, for files.</summary>
    /// <param name="prefix">In front of each name.</param>
    public IEnumerable<KeyValuePair<string, torch.Tensor>> Named(string prefix = "") => blocks.Select(block => KeyValuePair.Create(prefix + block.Name, block.Values));

    /// <inheritdoc/>
    public IEnumerator<Block> GetEnumerator() => blocks.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in blocks)
            block.Values.Dispose();
    }
}
