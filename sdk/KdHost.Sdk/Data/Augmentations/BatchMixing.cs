using System.Numerics;
using KdHost.Sdk.Data.Images;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>
/// Mixup (H. Zhang, M. Cisse, Y. Dauphin, D. Lopez-Paz, ICLR 2018) and CutMix (S. Yun et al., ICCV 2019) as timm does them: one draw a batch,
/// each image mixed with the one at the same place from the batch's end. With an odd number the middle image stays as it is.
/// </summary>
public sealed record BatchMixing
{
    /// <summary>α of Mixup's <c>λ ~ Beta(α, α)</c>; 0 for no Mixup.</summary>
    public double MixupAlpha { get; init; }

    /// <summary>α of CutMix; 0 for no CutMix.</summary>
    public double CutmixAlpha { get; init; }

    /// <summary>Share of the batches that are mixed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Share of CutMix where both are on.</summary>
    public double SwitchProbability { get; init; } = 0.5;

    /// <summary>Draws how a batch is mixed.</summary>
    internal Mix Draw(int height, int width, RandomStream random)
    {
        if ((MixupAlpha <= 0 && CutmixAlpha <= 0) || !random.NextChance(Probability))
            return new Mix(1, null);
        var isCut = MixupAlpha <= 0 || (CutmixAlpha > 0 && random.NextChance(SwitchProbability));
        var lambda = random.NextBeta(isCut ? CutmixAlpha : MixupAlpha);
        if (!isCut)
            return new Mix(lambda, null);
        var share = Math.Sqrt(1 - lambda);
        var (rows, columns) = ((int)(height * share), (int)(width * share));
        var (centre, middle) = (random.NextInt(height), random.NextInt(width));
        var (top, bottom) = (Math.Max(0, centre - (rows / 2)), Math.Min(height, centre + (rows / 2)));
        var (left, right) = (Math.Max(0, middle - (columns / 2)), Math.Min(width, middle + (columns / 2)));
        var box = new PixelBox(top, left, bottom - top, right - left);
        return new Mix(1 - ((double)box.Height * box.Width / (height * width)), box);
    }
}

/// <summary>How one batch is mixed.</summary>
/// <param name="Lambda">λ, the share of the image itself.</param>
/// <param name="Box">The part that comes from the partner; null when all pixels are averaged.</param>
internal readonly record struct Mix(double Lambda, PixelBox? Box)
{
    /// <summary>Mixes a batch of images with itself in reverse order, in place.</summary>
    public void Apply(Span<float> images, ImageShape shape)
    {
        if (Lambda >= 1)
            return;
        var count = images.Length / shape.Size;
        for (var i = 0; i < count / 2; i++)
        {
            var one = images.Slice(i * shape.Size, shape.Size);
            var other = images.Slice((count - 1 - i) * shape.Size, shape.Size);
            if (Box is { } box)
                Exchange(one, other, shape, box);
            else
                Average(one, other, (float)Lambda);
        }
    }

    private static void Average(Span<float> one, Span<float> other, float lambda)
    {
        var (share, rest) = (new Vector<float>(lambda), new Vector<float>(1 - lambda));
        var i = 0;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (a, b) = (new Vector<float>(one[i..]), new Vector<float>(other[i..]));
            ((share * a) + (rest * b)).CopyTo(one[i..]);
            ((share * b) + (rest * a)).CopyTo(other[i..]);
        }

        for (; i < one.Length; i++)
            (one[i], other[i]) = ((lambda * one[i]) + ((1 - lambda) * other[i]), (lambda * other[i]) + ((1 - lambda) * one[i]));
    }

    private static void Exchange(Span<float> one, Span<float> other, ImageShape shape, PixelBox box)
    {
        var row = new float[box.Width];
        for (var line = 0; line < shape.Channels * box.Height; line++)
        {
            var start = (((line / box.Height * shape.Height) + box.Top + (line % box.Height)) * shape.Width) + box.Left;
            var here = one.Slice(start, box.Width);
            var there = other.Slice(start, box.Width);
            here.CopyTo(row);
            there.CopyTo(here);
            row.AsSpan(0, box.Width).CopyTo(there);
        }
    }
}
