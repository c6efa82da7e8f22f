using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Golden vector G9 and the properties of Eq. (E17).</summary>
public sealed class CompressionTests
{
    [Theory]
    [InlineData(torch.ScalarType.Float64, 1e-7)]
    [InlineData(torch.ScalarType.Float32, 1e-5)]
    public void Operators_give_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of("G9");
        var values = Golden.Tensor(inputs["w"], type);
        torch.Tensor Expected(string name) => Golden.Tensor(expected[name]).flatten();
        var flat = values.flatten();
        var sparsity = Golden.Number(inputs["sparsity"]);

        Assert.Equal(Golden.Number(expected["topkThreshold"]), CompressionOperators.Threshold(flat, sparsity).to(torch.ScalarType.Float64).item<double>(), tolerance);
        Golden.Near(Expected("topkMaskStrict"), CompressionOperators.TopKMask(flat, sparsity, MaskRule.Strict), tolerance);
        Golden.Near(Expected("topkMaskAtLeast"), CompressionOperators.TopKMask(flat, sparsity, MaskRule.AtLeast), tolerance);
        Golden.Near(Expected("quantised"), CompressionOperators.Quantise(flat, (int)inputs["levels"]!, Golden.Tensor(inputs["uniforms"], type).flatten()), tolerance);
        Golden.Near(Expected("randK"), CompressionOperators.RandK(flat, torch.tensor(Array.ConvertAll(Golden.Integers(inputs["randKIndices"]), index => (long)index))), tolerance);
        Assert.Equal(Golden.Number(expected["omegaRandK"]), CompressionOperators.Omega(CompressionKind.RandK, 8, 3, 1)!.Value, 1e-7);
    }

    [Fact]
    public void Top_k_keeps_the_largest_entries_and_a_tensor_of_zeros_stays()
    {
        using var scope = torch.NewDisposeScope();
        Golden.Near(torch.tensor(new[] { 0, -3.0, 0, 2 }), CompressionOperators.TopK(torch.tensor(new[] { 1, -3.0, 0.5, 2 }), 2), 0);
        Golden.Near(torch.zeros(4, torch.ScalarType.Float64), CompressionOperators.Quantise(torch.zeros(4, torch.ScalarType.Float64), 8, torch.rand(4)), 0);
    }

    [Theory]
    [InlineData(CompressionKind.RandK)]
    [InlineData(CompressionKind.Quantise)]
    public void Unbiased_operators_keep_the_mean_within_three_standard_errors_and_the_variance_that_omega_allows(CompressionKind kind)
    {
        using var scope = torch.NewDisposeScope();
        const int Draws = 4000, Entries = 12, Keep = 3, Levels = 2;
        using var network = new StackedNetwork(new NetworkShape(4, 3, [], Activation.Identity, HasBias: false), 1, 1, torch.ScalarType.Float64);
        var values = torch.linspace(-1, 2, Entries, torch.ScalarType.Float64).view(1, 4, 1, 3);
        using var compressor = new Compressor(new() { Compression = kind, Keep = Keep, Levels = Levels }, network, [5]);
        var all = torch.stack(Enumerable.Range(0, Draws).Select(step =>
        {
            network.Parameters[0].Values.copy_(values);
            compressor.Apply(network.Parameters, step);
            return network.Parameters[0].Values.clone().flatten();
        }));

        var error = all.std(0) / Math.Sqrt(Draws);
        Assert.True((all.mean([0]) - values.flatten()).abs().le((error * 3) + 1e-12).all().item<bool>());
        var (variance, bound) = ((all - values.flatten()).square().sum(1).mean().item<double>(), CompressionOperators.Omega(kind, Entries, Keep, Levels)!.Value * values.square().sum().item<double>());
        if (kind == CompressionKind.RandK)
            Assert.InRange(variance / bound, 0.95, 1.05); // equal, not only bounded
        else
            Assert.InRange(variance / bound, 0.001, 1.0);
    }

    [Theory]
    [InlineData(CompressionKind.MaskRandom)]
    [InlineData(CompressionKind.MaskTopk)]
    public void Masked_weights_are_exactly_zero_after_every_step_and_biases_are_not_masked(CompressionKind kind)
    {
        using var scope = torch.NewDisposeScope();
        using var problem = new SmallProblem(hasBias: true);
        var options = problem.Options with { Compression = kind, Sparsity = 0.5 };
        using var student = problem.Student();
        using var compressor = new Compressor(options, student, [3]);
        using var run = new DistillationRun(options, problem.Samples, student, problem.Teacher, [0.5], [3]);
        var mask = compressor.Masks.Single()!;
        Assert.InRange(mask.mean().to(torch.ScalarType.Float64).item<double>(), 0.1, 0.9);
        for (var i = 0; i < 20; i++)
        {
            run.Step();
            var weights = student.Parameters[0].Weights!;
            Assert.Equal(0, (weights * (1 - mask)).abs().max().item<double>());
        }

        Assert.True(student.Parameters[0].Values.narrow(1, 3, 1).abs().min().item<double>() > 0);
    }

    [Fact]
    public void More_entries_than_there_are_is_one_clear_message()
    {
        using var network = new StackedNetwork(new NetworkShape(4, 3, [], Activation.Identity, HasBias: false), 1, 1);
        var fault = Assert.Throws<FaultException>(() => new Compressor(new() { Compression = CompressionKind.TopK, Keep = 13 }, network, [0])).Faults.Single();
        Assert.Equal("keep", fault.Key);
        Assert.Contains("12", fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Draws_depend_on_seed_and_step_alone()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor Once(long seed, long step)
        {
            using var network = new StackedNetwork(new NetworkShape(4, 3, [], Activation.Identity, HasBias: false), 1, 1);
            network.Initialise([1]);
            using var compressor = new Compressor(new() { Compression = CompressionKind.RandK }, network, [seed]);
            compressor.Apply(network.Parameters, step);
            return network.Parameters[0].Values.clone();
        }

        Assert.True(Once(1, 5).Equals(Once(1, 5)));
        Assert.False(Once(1, 5).Equals(Once(1, 6)));
        Assert.False(Once(1, 5).Equals(Once(Seeds.Derive(1, "other"), 5)));
    }
}
