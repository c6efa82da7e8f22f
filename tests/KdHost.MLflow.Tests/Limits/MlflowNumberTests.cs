using System.Globalization;
using CsCheck;

namespace KdHost.MLflow.Tests.Limits;

public sealed class MlflowNumberTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(4, "4")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Numbers_are_written_as_short_as_they_read_back(double value, string text) =>
        Assert.Equal(text, MlflowNumber.Text(value));

    [Fact]
    public void Single_precision_does_not_grow_digits() => Assert.Equal("0.1", MlflowNumber.Text(0.1f));

    [Fact]
    public void Every_number_reads_back() => Gen.Double.Sample(value =>
        double.Parse(MlflowNumber.Text(value), CultureInfo.InvariantCulture).Equals(value));
}
