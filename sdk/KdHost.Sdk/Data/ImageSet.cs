using System.IO.Hashing;
using System.Runtime.InteropServices;
using KdHost.Sdk.Data.Images;

namespace KdHost.Sdk.Data;

/// <summary>Images with their labels, in memory or on disk. Picking a part of a set copies no pixels.</summary>
public sealed class ImageSet
{
    private readonly ImageStore _store;
    private readonly int[] _places, _labels;

    /// <summary>Images in memory: one byte a pixel, row-major <c>[C, H, W]</c> images one after the other.</summary>
    /// <param name="shape">Shape of one image.</param>
    /// <param name="pixels">All images.</param>
    /// <param name="labels">One class an image, counted from 0.</param>
    /// <exception cref="ArgumentException">There are not as many pixels as the labels ask for.</exception>
    public ImageSet(ImageShape shape, byte[] pixels, IReadOnlyList<int> labels)
        : this(new MemoryImages(shape, pixels), [.. Enumerable.Range(0, labels.Count)], [.. labels])
    {
        if (pixels.LongLength != (long)labels.Count * shape.Size)
            throw new ArgumentException($"{pixels.LongLength} pixels for {labels.Count} images of {shape.Size}", nameof(pixels));
    }

    internal ImageSet(ImageStore store, int[] places, int[] labels) => (_store, _places, _labels) = (store, places, labels);

    /// <summary>Shape of one image.</summary>
    public ImageShape Shape => _store.Shape;

    /// <summary>One class an image, counted from 0.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>Whether the images are read from files when they are wanted.</summary>
    public bool IsOnDisk => _store.IsOnDisk;

    /// <summary>The images at some positions, in that order.</summary>
    /// <param name="positions">Positions in this set; one may occur more than once.</param>
    public ImageSet Pick(IReadOnlyList<int> positions) =>
        new(_store, [.. positions.Select(position => _places[position])], [.. positions.Select(position => _labels[position])]);

    /// <summary>The same images under other labels.</summary>
    /// <param name="labels">One class an image.</param>
    /// <exception cref="ArgumentException">Their number is not that of the images.</exception>
    public ImageSet WithLabels(IReadOnlyList<int> labels) => labels.Count == Count
        ? new ImageSet(_store, _places, [.. labels])
        : throw new ArgumentException($"{labels.Count} labels for {Count} images", nameof(labels));

    /// <summary>The images of this set and then those of another part of the same data set.</summary>
    /// <param name="other">Picked from the same images as this set.</param>
    /// <exception cref="ArgumentException">The images stand in different places.</exception>
    public ImageSet Concat(ImageSet other) => ReferenceEquals(_store, other._store)
        ? new ImageSet(_store, [.. _places, .. other._places], [.. _labels, .. other._labels])
        : throw new ArgumentException("these are images of two different data sets: only parts of one set can be joined", nameof(other));

    /// <summary>Copies one image: row-major <c>[C, H, W]</c>, one byte a pixel; from disk, the central part at the set's size.</summary>
    /// <param name="position">Position in this set.</param>
    /// <param name="pixels">Takes <see cref="ImageShape.Size"/> bytes.</param>
    /// <exception cref="Faults.FaultException">The image's file can't be read.</exception>
    public void CopyTo(int position, Span<byte> pixels) => _store.Read(_places[position], null, pixels);

    /// <summary>All pixels, image after image.</summary>
    public byte[] CopyPixels()
    {
        var pixels = new byte[Count * Shape.Size];
        for (var i = 0; i < Count; i++)
            CopyTo(i, pixels.AsSpan(i * Shape.Size, Shape.Size));
        return pixels;
    }

    /// <summary>128 bits over pixels, labels and order, as hexadecimal digits; of images on disk over their names and lengths instead of their pixels.</summary>
    public string Digest()
    {
        var hash = new XxHash128();
        foreach (var place in _places)
            _store.AppendTo(hash, place);
        hash.Append(MemoryMarshal.AsBytes(_labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Copies a part of an image, resized to <see cref="Shape"/>.</summary>
    internal void CopyTo(int position, Func<int, int, PixelBox>? crop, Span<byte> pixels) => _store.Read(_places[position], crop, pixels);
}
