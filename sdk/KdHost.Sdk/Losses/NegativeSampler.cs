using static TorchSharp.torch;

namespace KdHost.Sdk.Losses;

/// <summary>Draws, for each image of a batch, images of other classes: uniformly, with replacement.</summary>
public sealed class NegativeSampler : IDisposable
{
    private readonly Tensor _byClass, _start, _count;
    private readonly long _images;

    /// <summary>Sorts the training images by class.</summary>
    /// <param name="labels">Class of each training image, <c>[N]</c>, int64; at least two classes occur.</param>
    /// <param name="classes">Number of classes.</param>
    public NegativeSampler(Tensor labels, int classes)
    {
        using var scope = NewDisposeScope();
        _images = labels.shape[0];
        _byClass = labels.argsort().DetachFromDisposeScope();
        _count = labels.bincount(null, classes).DetachFromDisposeScope();
        _start = (_count.cumsum(0) - _count).DetachFromDisposeScope();
    }

    /// <summary>Contrast lists: each image itself, then its negatives.</summary>
    /// <param name="index">The images of the batch, <c>[B]</c>, int64.</param>
    /// <param name="labels">Their classes, <c>[B]</c>, int64.</param>
    /// <param name="negatives">K, at least 1.</param>
    /// <param name="generator">Draws them.</param>
    /// <returns>Images <c>[B, 1 + K]</c>, int64.</returns>
    public Tensor Draw(Tensor index, Tensor labels, int negatives, Generator generator)
    {
        using var scope = NewDisposeScope();
        // Images stand in order of class, so that leaving out a class is skipping a range.
        var (start, count) = (_start.index_select(0, labels).unsqueeze(1), _count.index_select(0, labels).unsqueeze(1));
        var others = _images - count;
        var draws = (rand([index.shape[0], negatives], ScalarType.Float64, generator: generator) * others).floor().to(ScalarType.Int64).minimum(others - 1);
        var positions = draws + (draws.ge(start).to(ScalarType.Int64) * count);
        var drawn = _byClass.index_select(0, positions.view(-1)).view(-1, negatives);
        return cat([index.unsqueeze(1), drawn], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Gives up the sorted images.</summary>
    public void Dispose()
    {
        _byClass.Dispose();
        _start.Dispose();
        _count.Dispose();
    }
}
