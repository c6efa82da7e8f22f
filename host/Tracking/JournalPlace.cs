namespace KdHost.Host.Tracking;

/// <summary>How far a trial's journal has been shipped: so many records of the journal of an epoch, after all that this journal goes on from.</summary>
/// <param name="Epoch">Epoch of the lease; 0 before the first record.</param>
/// <param name="Records">Records of that epoch's own journal.</param>
internal readonly record struct JournalPlace(int Epoch, long Records) : IComparable<JournalPlace>
{
    // Decimal, so that people can read it: 3 000 000 000 042 is record 42 of epoch 3.
    private const long PerEpoch = 1_000_000_000_000;

    /// <summary>All of an epoch, and how the trial ended under it.</summary>
    public static JournalPlace End(int epoch) => new(epoch, PerEpoch - 1);

    /// <summary>The place that a cursor tells.</summary>
    public static JournalPlace Of(long cursor) => new((int)(cursor / PerEpoch), cursor % PerEpoch);

    /// <summary>As one number that only grows.</summary>
    public long Cursor => (Epoch * PerEpoch) + Records;

    public int CompareTo(JournalPlace other) => Cursor.CompareTo(other.Cursor);
}
