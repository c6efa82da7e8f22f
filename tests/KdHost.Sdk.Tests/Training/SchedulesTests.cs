using CsCheck;
using KdHost.Sdk.Training;

namespace KdHost.Sdk.Tests.Training;

public sealed class SchedulesTests
{
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(25, 0.853553390593)]
    [InlineData(50, 0.5)]
    [InlineData(75, 0.146446609407)]
    public void Without_warmup_the_factor_is_half_a_cosine(long step, double factor) => Assert.Equal(factor, Schedules.Cosine(step, 100, 0), 1e-12);

    [Fact]
    public void Warmup_rises_in_equal_parts_to_the_top()
    {
        Assert.Equal([0.1, 0.2, 0.3], Enumerable.Range(0, 3).Select(step => Math.Round(Schedules.Cosine(step, 100, 0.1), 12)));
        Assert.Equal(1, Schedules.Cosine(10, 100, 0.1), 1e-12);
    }

    [Fact]
    public void The_factor_stays_between_0_and_1_and_falls_after_warmup() => Gen.Select(Gen.Long[1, 1000], Gen.Double[0, 0.9]).Sample((steps, warmup) =>
    {
        var factors = Enumerable.Range(0, (int)steps).Select(step => Schedules.Cosine(step, steps, warmup)).ToList();
        var falling = factors.Skip((int)Math.Ceiling(warmup * steps) + 1).ToList();
        return factors.All(factor => factor is >= 0 and <= 1) && falling.SequenceEqual(falling.OrderDescending());
    });
}
