namespace KdHost.Sdk.Data;

/// <summary>Images and labels as they stand in the files: one byte a pixel, row-major <c>[C, H, W]</c> images one after the other.</summary>
/// <param name="Shape">Shape of one image.</param>
/// <param name="Pixels">All images.</param>
/// <param name="Labels">One class an image, counted from 0.</param>
public sealed record ImageSet(ImageShape Shape, byte[] Pixels, byte[] Labels)
{
    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The images at some positions, in that order.</summary>
    /// <param name="indices">Positions in this set.</param>
    public ImageSet Pick(IReadOnlyList<int> indices)
    {
        var pixels = new byte[indices.Count * Shape.Size];
        var labels = new byte[indices.Count];
        for (var i = 0; i < indices.Count; i++)
        {
            Pixels.AsSpan(indices[i] * Shape.Size, Shape.Size).CopyTo(pixels.AsSpan(i * Shape.Size));
            labels[i] = Labels[indices[i]];
        }

        return this with { Pixels = pixels, Labels = labels };
    }
}
