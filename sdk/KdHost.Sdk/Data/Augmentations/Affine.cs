using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>Turns, shears, scales and moves an image about its centre in one bilinear resampling; what comes in is zero.</summary>
public sealed record Affine : ImageTransform
{
    /// <summary>Largest turn in degrees, either way.</summary>
    public double Rotation { get; init; }

    /// <summary>Largest shear: columns a row moves for each row of distance from the centre, either way.</summary>
    public double Shear { get; init; }

    /// <summary>Smallest scale; above 1 the image grows.</summary>
    public double MinimumScale { get; init; } = 1;

    /// <summary>Largest scale.</summary>
    public double MaximumScale { get; init; } = 1;

    /// <summary>Largest move as a share of height and width, either way.</summary>
    public double Shift { get; init; }

    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random)
    {
        var angle = random.NextUniform(-Rotation, Rotation) * Math.PI / 180;
        var shear = random.NextUniform(-Shear, Shear);
        var scale = random.NextUniform(MinimumScale, MaximumScale);
        var (right, down) = (random.NextUniform(-Shift, Shift) * image.Shape.Width, random.NextUniform(-Shift, Shift) * image.Shape.Height);

        // Out of the image comes rotation · shear · scale; the map goes from output to input.
        var (cos, sin) = (Math.Cos(angle) / scale, Math.Sin(angle) / scale);
        var map = new AffineMap(cos + (shear * sin), sin - (shear * cos), 0, -sin, cos, 0);
        Warp.Apply(image, map.About(image.Shape.Width / 2.0, image.Shape.Height / 2.0, right, down), bicubic: false, zero: true);
    }
}
