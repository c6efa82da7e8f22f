using CsCheck;
using KdHost.Host.Journal;

namespace KdHost.Host.Tests.Journal;

/// <summary>Generates journal records, with the texts and numbers that are hard to write down.</summary>
internal static class Records
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 12],
        Gen.OneOf("train/loss", "two\nlines", "\"quoted\" \\ back", "größer ✓ 损失", "\0\t\r", "😀"));

    private static readonly Gen<double> Value = Gen.OneOf(
        Gen.Double, Gen.OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, -0.0, 0.1));

    private static readonly Gen<JournalPosition> Position = Gen.Select(Gen.Int[1, 9], Gen.Long[0, 1_000_000], (epoch, bytes) => new JournalPosition(epoch, bytes));

    private static readonly Gen<Failure> Failure = Gen.Select(Gen.Enum<FailureKind>(), Text, Text, (kind, message, remedy) => new Failure(kind, message, remedy));

    /// <summary>A record of any kind.</summary>
    public static readonly Gen<JournalRecord> Any = Gen.OneOf<JournalRecord>(
        Gen.Select(Gen.Int[1, 9], Position.Null(), Text, Text, Gen.Long, (epoch, from, machine, device, time) => new StartRecord(epoch, from, machine, device, 2) { Time = time }),
        Gen.Select(Text, Value, Gen.Long, Gen.Long, (name, value, step, time) => new MetricRecord(name, value, step) { Time = time }),
        Gen.Select(Text, Text, Gen.Long, Text, Gen.Long, (name, path, size, digest, time) => new ArtifactRecord(name, path, size, digest) { Time = time }),
        Gen.Select(Gen.Int, Gen.Long, (number, time) => new CheckpointRecord(number) { Time = time }),
        Gen.Select(Gen.Enum<TrialState>(), Failure.Null(), Gen.Long, (state, failure, time) => new EndRecord(state, failure) { Time = time }));

    /// <summary>A record that no attempt begins with.</summary>
    public static readonly Gen<JournalRecord> Later = Any.Where(record => record is not StartRecord);

    /// <summary>Records as the bytes of a journal.</summary>
    public static byte[] Bytes(IEnumerable<JournalRecord> records)
    {
        using var stream = new MemoryStream();
        foreach (var record in records)
            JournalLine.Write(stream, record);
        return stream.ToArray();
    }
}
