using System.Buffers.Binary;

namespace KdHost.Sdk.Data.Images;

/// <summary>From bytes to normalised numbers by table: <c>(p / scale − mean) / deviation</c> of each channel, rounded as single-precision arithmetic does.</summary>
internal sealed class Normalisation
{
    private const int Levels = 256;
    private readonly float[] _table;

    public Normalisation(ImageSource source)
    {
        _table = new float[source.Mean.Count * Levels];
        for (var i = 0; i < _table.Length; i++)
            _table[i] = (((i % Levels) / source.PixelScale) - source.Mean[i / Levels]) / source.StandardDeviation[i / Levels];
    }

    /// <summary>Normalises one image <c>[C, H, W]</c>.</summary>
    public unsafe void Apply(ReadOnlySpan<byte> pixels, Span<float> normalised)
    {
        var plane = pixels.Length / (_table.Length / Levels);
        fixed (float* table = _table, target = normalised)
        fixed (byte* source = pixels)
        {
            for (var i = 0; i < pixels.Length; i += plane)
            {
                // No bounds checks: a byte can't leave its table of 256.
                var values = table + (i / plane * Levels);
                var from = source + i;
                var to = target + i;
                var k = 0;
                for (; k <= plane - 8; k += 8)
                {
                    // Eight bytes by one load: the loop is bound by its loads.
                    var eight = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(from + k, 8));
                    to[k] = values[(byte)eight];
                    to[k + 1] = values[(byte)(eight >> 8)];
                    to[k + 2] = values[(byte)(eight >> 16)];
                    to[k + 3] = values[(byte)(eight >> 24)];
                    to[k + 4] = values[(byte)(eight >> 32)];
                    to[k + 5] = values[(byte)(eight >> 40)];
                    to[k + 6] = values[(byte)(eight >> 48)];
                    to[k + 7] = values[(byte)(eight >> 56)];
                }

                for (; k < plane; k++)
                    to[k] = values[from[k]];
            }
        }
    }
}
