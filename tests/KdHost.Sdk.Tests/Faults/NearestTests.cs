using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Tests.Faults;

public sealed class NearestTests
{
    private static readonly string[] Names = ["temperature", "learningRate", "epochs"];

    [Theory]
    [InlineData("temprature", "temperature")]
    [InlineData("tempearture", "temperature")]
    [InlineData("LearningRate", "learningRate")]
    [InlineData("epoch", "epochs")]
    [InlineData("banana", null)]
    public void A_misspelt_name_finds_the_one_that_was_meant(string written, string? meant) => Assert.Equal(meant, Nearest.To(written, Names));

    [Fact]
    public void A_fault_tells_place_problem_and_remedy_in_that_order()
    {
        var fault = new Fault("the number is out of range") { File = "x.json", Line = 3, Key = "epochs", Found = "0", Expected = "1 to 10", Fix = "raise it" };
        Assert.Equal("x.json:3: epochs: the number is out of range\n  found:    0\n  expected: 1 to 10\n  fix:      raise it", fault.ToString());
    }
}
