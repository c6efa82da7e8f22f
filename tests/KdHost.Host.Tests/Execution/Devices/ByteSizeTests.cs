using KdHost.Host.Execution.Devices;

namespace KdHost.Host.Tests.Execution.Devices;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("4GB", 4_000_000_000)]
    [InlineData("4 gb", 4_000_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("800MB", 800_000_000)]
    [InlineData(" 10 KiB ", 10_240)]
    [InlineData("7B", 7)]
    public void An_amount_has_a_number_and_a_unit(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("GB")]
    [InlineData("-4GB")]
    [InlineData("0GB")]
    [InlineData("4 G")]
    [InlineData("1e3MB")]
    [InlineData("99999999999TB")]
    public void Anything_else_is_none(string text) => Assert.Null(ByteSize.Parse(text));

    [Theory]
    [InlineData(4_000_000_000, "4 GB")]
    [InlineData(1_610_612_736, "1.6 GB")]
    [InlineData(999, "999 B")]
    [InlineData(0, "0 B")]
    public void An_amount_is_shown_with_its_most_fitting_unit(long bytes, string text) => Assert.Equal(text, ByteSize.Show(bytes));
}
