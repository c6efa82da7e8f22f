using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data;

/// <summary>Which images an epoch shows, in which order and copy.</summary>
/// <param name="count">Images of the set.</param>
/// <param name="seed">Seed of the order; null keeps the order of the set.</param>
/// <param name="repeats">Copies of an image in a row.</param>
internal sealed class EpochOrder(int count, long? seed, int repeats)
{
    private int[]? _order;
    private int _epoch = -1;

    /// <summary>Positions and copies of a part of an epoch.</summary>
    public (int[] Positions, int[] Copies) Slice(int epoch, int start, int length)
    {
        if (_order is null || (seed is not null && _epoch != epoch))
        {
            _order = seed is { } value ? new RandomStream(Seeds.Derive(value, "order", epoch)).Permutation(count) : [.. Enumerable.Range(0, count)];
            _epoch = epoch;
        }

        var places = Enumerable.Range(start, length).ToArray();
        return (Array.ConvertAll(places, place => _order[place / repeats]), Array.ConvertAll(places, place => place % repeats));
    }
}
