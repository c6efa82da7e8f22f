namespace KdHost.Sdk.Data;

/// <summary>Shape of one image, <c>[C, H, W]</c>.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in one image.</summary>
    public int Size => Channels * Height * Width;
}
