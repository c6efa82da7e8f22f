using KdHost.Sdk.Tests.Setup;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models.Reference;

public sealed class ReferenceNumbersTests
{
    [Fact]
    public void Seeds_and_uniform_numbers_are_those_of_the_reference()
    {
        Assert.Equal(0x811C9DC5u, ReferenceNumbers.Seed(""));
        Assert.Equal(0xBDCEC494u, ReferenceNumbers.Seed("conv1.weight"));
        Assert.Equal(0xF9D86F7Bu, ReferenceNumbers.Seed("input"));
        double[] expected = [0.908837681170553, -0.20123203052207828, -0.23817980522289872, -0.9007264226675034];
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(i => ReferenceNumbers.Uniform(ReferenceNumbers.Seed("conv1.weight"), i)));
    }

    [Fact]
    public void The_input_is_that_of_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        var values = ReferenceNumbers.Input([2, 3, 32, 32]).data<float>().ToArray();
        float[] first = [-0.7009668350219727f, -0.6898257732391357f, -0.26973527669906616f, -1.1207603216171265f];
        Assert.Equal(first, values[..4]);
        Assert.Equal(0.20420169830322266f, values[^1]);
        Assert.Equal(-471.7026963746175, values.Sum(value => (double)value), 1e-9);
    }
}
