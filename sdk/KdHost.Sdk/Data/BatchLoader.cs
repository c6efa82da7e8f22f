using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Data.Images;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Sdk.Data;

/// <summary>
/// Cuts a set of images into batches and augments them. A batch is a function of (seed, epoch, index) alone, so neither order nor augmentation
/// depends on threads or on what was read before. Batches of images on disk are made ahead.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly ImageSet _images;
    private readonly Augmentation _augmentation;
    private readonly ViewRenderer _renderer;
    private readonly EpochOrder _order;
    private readonly Prefetch _prefetch;
    private readonly torch.Device _device;
    private readonly int _batchSize;
    private readonly long _seed;

    /// <summary>Makes a loader.</summary>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="batchSize">Images a batch; the last batch of an epoch may be smaller.</param>
    /// <param name="device">Where the batches are.</param>
    /// <param name="shuffleSeed">Seed of order and augmentation; null keeps the order of the set and allows no augmentation.</param>
    /// <param name="augmentation">How the images are varied; null for not at all.</param>
    /// <param name="dropIncomplete">Whether images that don't fill the last batch of an epoch are left out of it.</param>
    /// <exception cref="ArgumentException">There is an augmentation and no seed, or no complete batch.</exception>
    public BatchLoader(ImageSet images, ImageSource source, int batchSize, torch.Device device, long? shuffleSeed, Augmentation? augmentation = null, bool dropIncomplete = false)
    {
        _augmentation = augmentation ?? Augmentation.None;
        if (shuffleSeed is null && _augmentation != Augmentation.None)
            throw new ArgumentException("an augmentation needs a seed", nameof(shuffleSeed));
        if (dropIncomplete && images.Count < batchSize)
            throw new ArgumentException($"{images.Count} images make no complete batch of {batchSize}", nameof(batchSize));
        (_images, _batchSize, _device, _seed) = (images, batchSize, device, shuffleSeed ?? 0);
        Count = dropIncomplete ? images.Count / batchSize * batchSize : images.Count;
        _renderer = new ViewRenderer(images, source, _augmentation, torch.get_num_threads());
        _order = new EpochOrder(images.Count, shuffleSeed, _augmentation.Repeats);
        _prefetch = new Prefetch(images.IsOnDisk ? Prefetch.UsualDepth : 0);
    }

    /// <summary>Images an epoch.</summary>
    public int Count { get; }

    /// <summary>Batches an epoch.</summary>
    public int BatchesPerEpoch => (Count + _batchSize - 1) / _batchSize;

    /// <summary>Makes one batch in the current dispose scope.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="index">Which batch of the epoch, counted from 0.</param>
    /// <exception cref="Faults.FaultException">The file of an image can't be read.</exception>
    public Batch Get(int epoch, int index)
    {
        var (positions, copies) = Slice(epoch, index);
        var mix = MixOf(epoch, index);
        var images = _prefetch.Take((epoch, index), () => Render(epoch, positions, copies, mix));
        _prefetch.Ahead((epoch, index), After, next =>
        {
            var (nextPositions, nextCopies) = Slice(next.Epoch, next.Index);
            var nextMix = MixOf(next.Epoch, next.Index);
            return () => Render(next.Epoch, nextPositions, nextCopies, nextMix);
        });
        return Deliver(images, positions, mix.Lambda);
    }

    /// <summary>The views of some images that an epoch shows (the first copies, not mixed), in the current dispose scope: for a cache of a teacher's outputs.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="positions">Positions in the set.</param>
    public Batch View(int epoch, IReadOnlyList<int> positions)
    {
        int[] places = [.. positions];
        return Deliver(Render(epoch, places, new int[places.Length], new Mix(1, null)), places, 1);
    }

    /// <inheritdoc/>
    public void Dispose() => _prefetch.Dispose();

    private (int[] Positions, int[] Copies) Slice(int epoch, int index)
    {
        var start = index * _batchSize;
        return _order.Slice(epoch, start, Math.Min(_batchSize, Count - start));
    }

    private (int Epoch, int Index) After((int Epoch, int Index) batch) =>
        batch.Index + 1 < BatchesPerEpoch ? (batch.Epoch, batch.Index + 1) : (batch.Epoch + 1, 0);

    private Mix MixOf(int epoch, int index) => _augmentation.Mixing is { } mixing
        ? mixing.Draw(_images.Shape.Height, _images.Shape.Width, Seeds.Stream(Seeds.Derive(_seed, "mixing", epoch), index))
        : new Mix(1, null);

    private unsafe torch.Tensor Render(int epoch, int[] positions, int[] copies, Mix mix)
    {
        var shape = _images.Shape;
        var images = torch.empty([positions.Length, shape.Channels, shape.Height, shape.Width], torch.ScalarType.Float32);
        if (positions.Length == 0)
            return images;
        var bytes = images.bytes;
        fixed (byte* start = bytes)
            _renderer.Render(Seeds.Derive(_seed, "augmentation", epoch), positions, copies, (float*)start);
        mix.Apply(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes), shape);
        return images;
    }

    private Batch Deliver(torch.Tensor images, int[] positions, double lambda)
    {
        var labels = torch.tensor(Array.ConvertAll(positions, position => (long)_images.Labels[position]), device: _device);
        return new Batch(_device.type == DeviceType.CPU ? images : images.to(_device, disposeAfter: true), labels) { Positions = positions, Lambda = lambda };
    }
}
