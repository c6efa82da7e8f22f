using System.Text;
using CsCheck;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data.Graphs;

public sealed class PickleReaderTests
{
    [Fact]
    public void Lists_numbers_and_dictionaries_are_read()
    {
        // {1: [2, 300, -5]}
        var value = (Dictionary<object, object?>)PickleReader.Read([0x80, 2, (byte)'}', (byte)'K', 1, (byte)']', (byte)'(', (byte)'K', 2, (byte)'M', 44, 1, (byte)'J', 251, 255, 255, 255, (byte)'e', (byte)'s', (byte)'.'])!;
        Assert.Equal([2L, 300L, -5L], (List<object?>)value[1L]!);
    }

    [Theory]
    [InlineData("cos\nsystem\n(U\u0002lstR.", "os.system")] // the classical attack
    [InlineData("c__builtin__\neval\n(U\u00011tR.", "__builtin__.eval")]
    [InlineData("c__builtin__\nlist\n(tR.", "a call of __builtin__ list")]
    [InlineData("(S'x'\ni__main__\nX\n.", "instruction 0x53")]
    public void Classes_and_instructions_that_the_files_do_not_use_are_refused(string pickle, string expected)
    {
        var error = Assert.Throws<FormatException>(() => PickleReader.Read(Encoding.Latin1.GetBytes("\u0080\u0002" + pickle)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was executed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_beyond_the_end_takes_no_memory() =>
        Assert.Throws<FormatException>(() => PickleReader.Read([0x80, 2, (byte)'T', 255, 255, 255, 127, 1, 2]));

    [Fact]
    public void Cut_or_changed_files_end_in_a_format_error_at_worst()
    {
        var whole = File.ReadAllBytes(SharedFolder.File("data", "planetoid-original", "ind.cora.y"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Bool).Sample((position, value, cut) =>
        {
            var damaged = cut ? whole[..position] : [.. whole[..position], value, .. whole[(position + 1)..]];
            try
            {
                PickleReader.Read(damaged);
            }
            catch (Exception error) when (error is FormatException or OverflowException)
            {
                return;
            }

            Assert.False(cut, $"cut at {position} it was read");
        });
    }
}
