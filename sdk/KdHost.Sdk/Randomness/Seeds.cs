using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TorchSharp;

namespace KdHost.Sdk.Randomness;

/// <summary>
/// Derives one seed per purpose from a trial's seed, so that no draw depends on how many draws came before it:
/// order and augmentation of an epoch are functions of (seed, epoch), and a resumed trial needs counters only.
/// </summary>
public static class Seeds
{
    private static readonly Lock Gate = new();

    /// <summary>A seed for one purpose.</summary>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="purpose">What it is for, such as <c>order</c>.</param>
    /// <param name="index">Which one, such as the epoch.</param>
    public static long Derive(long seed, string purpose, long index = 0)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(purpose)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, seed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), index);
        Encoding.UTF8.GetBytes(purpose, bytes.AsSpan(16));
        return (long)(XxHash64.HashToUInt64(bytes) >> 1); // generators take non-negative seeds
    }

    /// <summary>The stream of one item, such as one view of one image: a function of the three numbers alone.</summary>
    /// <param name="seed">A seed from <see cref="Derive"/>.</param>
    /// <param name="item">Which item.</param>
    /// <param name="copy">Which copy of the item.</param>
    public static RandomStream Stream(long seed, long item, long copy = 0)
    {
        Span<long> numbers = [seed, item, copy];
        return new RandomStream((long)XxHash64.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers)));
    }

    /// <summary>Makes a model whose initial weights depend on the seed alone.</summary>
    /// <typeparam name="T">Type of the model.</typeparam>
    /// <param name="seed">The seed of the weights.</param>
    /// <param name="create">Constructs the model; layers draw from libtorch's global generator.</param>
    public static T Initialise<T>(long seed, Func<T> create)
    {
        lock (Gate)
        {
            torch.manual_seed(Derive(seed, "weights"));
            return create();
        }
    }
}
