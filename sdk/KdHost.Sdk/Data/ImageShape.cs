using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KdHost.Sdk.Data;

/// <summary>Shape of one image, <c>[C, H, W]</c>.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in one image.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>Reads a shape such as <c>3x32x32</c>.</summary>
    /// <param name="text">Channels, height and width, joined by x.</param>
    /// <param name="shape">The shape.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageShape? shape)
    {
        var sizes = text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 65_536 ? size : 0).ToArray();
        shape = sizes is [> 0, > 0, > 0] ? new ImageShape(sizes[0], sizes[1], sizes[2]) : null;
        return shape is not null;
    }

    /// <summary>The shape as text, such as <c>3x32x32</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Channels}x{Height}x{Width}");
}
