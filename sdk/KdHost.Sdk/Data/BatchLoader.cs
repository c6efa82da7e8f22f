using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Sdk.Data;

/// <summary>
/// Cuts a set of images into batches. A batch is a function of (seed, epoch, index) alone, so the order depends neither on
/// threads nor on what was read before.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly torch.Tensor _pixels, _labels, _mean, _deviation;
    private readonly int _batchSize;
    private readonly float _pixelScale;
    private readonly long? _shuffleSeed;
    private torch.Tensor? _order;
    private int _orderEpoch = -1;

    /// <summary>Makes a loader.</summary>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="batchSize">Images a batch; the last batch of an epoch may be smaller.</param>
    /// <param name="device">Where the batches are made.</param>
    /// <param name="shuffleSeed">Seed of the order; null keeps the order of the set.</param>
    public BatchLoader(ImageSet images, ImageSource source, int batchSize, torch.Device device, long? shuffleSeed)
    {
        using var scope = torch.NewDisposeScope();
        var shape = images.Shape;
        _pixels = torch.tensor(images.Pixels, device: device).reshape(images.Count, shape.Channels, shape.Height, shape.Width).DetachFromDisposeScope();
        _labels = torch.tensor(Array.ConvertAll(images.Labels, label => (long)label), device: device).DetachFromDisposeScope();
        _mean = torch.tensor(source.Mean.ToArray(), device: device).reshape(1, shape.Channels, 1, 1).DetachFromDisposeScope();
        _deviation = torch.tensor(source.StandardDeviation.ToArray(), device: device).reshape(1, shape.Channels, 1, 1).DetachFromDisposeScope();
        _pixelScale = source.PixelScale;
        _batchSize = batchSize;
        _shuffleSeed = shuffleSeed;
        Count = images.Count;
    }

    /// <summary>Images an epoch.</summary>
    public int Count { get; }

    /// <summary>Batches an epoch.</summary>
    public int BatchesPerEpoch => (Count + _batchSize - 1) / _batchSize;

    /// <summary>Makes one batch in the current dispose scope.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="index">Which batch of the epoch, counted from 0.</param>
    public Batch Get(int epoch, int index)
    {
        var start = index * _batchSize;
        var length = Math.Min(_batchSize, Count - start);
        if (_shuffleSeed is not { } seed)
            return new Batch(Normalise(_pixels.narrow(0, start, length)), _labels.narrow(0, start, length));

        if (_orderEpoch != epoch)
        {
            var order = new RandomStream(Seeds.Derive(seed, "order", epoch)).Permutation(Count);
            _order?.Dispose();
            _order = torch.tensor(Array.ConvertAll(order, i => (long)i), device: _pixels.device).DetachFromDisposeScope();
            _orderEpoch = epoch;
        }

        var picked = _order!.narrow(0, start, length);
        return new Batch(Normalise(_pixels.index_select(0, picked)), _labels.index_select(0, picked));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in new[] { _pixels, _labels, _mean, _deviation, _order })
            tensor?.Dispose();
    }

    private torch.Tensor Normalise(torch.Tensor pixels) =>
        pixels.to(torch.ScalarType.Float32).div_(_pixelScale).sub_(_mean).div_(_deviation);
}
