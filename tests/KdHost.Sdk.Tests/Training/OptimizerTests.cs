using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Sdk.Tests.Training;

public sealed class OptimizerTests
{
    [Fact]
    public void Lamb_gives_the_numbers_of_the_recipe()
    {
        using var layer = TwoByTwo([[0.5, -0.4], [0.1, 0.3]], [0.2, -0.1]);
        using var lamb = new Lamb(new FlatParameters(layer)) { LearningRate = 0.005, WeightDecay = 0.02, DecaysVectors = false };
        Step(lamb, layer, [[0.9, -1.2], [0.3, 0.6]], [0.5, -0.8]);
        Assert.Equal([0.49820844, -0.398211987, 0.098222638, 0.298215537, 0.195000019, -0.095000012], Weights(layer), Near);
        Step(lamb, layer, [[-0.1, 0.2], [0.05, 0.1]], [0.3, 0.02]);
        Assert.Equal([0.496902764, -0.397134573, 0.096017712, 0.296000406, 0.189993599, -0.09182962], Weights(layer), Near);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(0.9, 0.01)]
    public void Sgd_is_that_of_libtorch_to_the_bit(double momentum, double decay)
    {
        using var twins = Twins();
        var (one, other) = twins;
        using var ours = new Sgd(new FlatParameters(one)) { LearningRate = 0.1, Momentum = momentum, Nesterov = momentum > 0, WeightDecay = decay };
        using var theirs = torch.optim.SGD(other.parameters(), 0.1, momentum, weight_decay: decay, nesterov: momentum > 0);
        Train(one, ours.ZeroGradients, ours.Step);
        Train(other, () => theirs.zero_grad(), () => theirs.step());
        Assert.Equal(Weights(other), Weights(one));
    }

    [Fact]
    public void AdamW_is_that_of_libtorch()
    {
        using var twins = Twins();
        var (one, other) = twins;
        using var ours = new AdamW(new FlatParameters(one)) { LearningRate = 0.01, WeightDecay = 0.05 };
        using var theirs = torch.optim.AdamW(other.parameters(), 0.01, weight_decay: 0.05);
        Train(one, ours.ZeroGradients, ours.Step);
        Train(other, () => theirs.zero_grad(), () => theirs.step());
        Assert.Equal(Weights(other), Weights(one), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Clipping_bounds_the_common_norm_and_leaves_smaller_gradients_alone()
    {
        using var layer = TwoByTwo([[0, 0], [0, 0]], [0, 0]);
        using var sgd = new Sgd(new FlatParameters(layer)) { LearningRate = 1 };
        Gradients(layer, [[3, 0], [0, 0]], [4, 0]);
        sgd.ClipGradients(1);
        sgd.Step();
        Assert.Equal([-0.6, 0, 0, 0, -0.8, 0], Weights(layer), Near);
        Gradients(layer, [[0.3, 0], [0, 0]], [0.4, 0]);
        sgd.ClipGradients(1);
        sgd.Step();
        Assert.Equal([-0.9, 0, 0, 0, -1.2, 0], Weights(layer), Near);
    }

    [Fact]
    public void Vectors_do_not_decay_where_the_recipe_says_so()
    {
        using var layer = TwoByTwo([[1, 1], [1, 1]], [1, 1]);
        using var sgd = new Sgd(new FlatParameters(layer)) { LearningRate = 1, WeightDecay = 0.5, DecaysVectors = false };
        sgd.Step();
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 1, 1], Weights(layer), Near);
    }

    [Fact]
    public void Flat_parameters_are_the_parameters_of_the_network_also_in_channels_last()
    {
        using var convolution = torch.nn.Conv2d(3, 4, 3);
        using (torch.no_grad())
        using (torch.NewDisposeScope())
            convolution.weight!.set_(convolution.weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        using var image = torch.rand(1, 3, 5, 5);
        using var before = convolution.call(image);
        using var flat = new FlatParameters(convolution);
        using var after = convolution.call(image);
        Assert.Equal(before.data<float>().ToArray(), after.data<float>().ToArray());
        Assert.False(convolution.weight.is_contiguous());
        after.sum().backward();
        Assert.Equal(9.0, flat.Gradients.narrow(0, flat.Segments[1].Offset, 1).item<float>());
        using (torch.no_grad())
            flat.Values.zero_();
        using var zero = convolution.call(image);
        Assert.All(zero.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_moving_average_takes_in_buffers_and_copies_counters()
    {
        using var norm = torch.nn.BatchNorm1d(2);
        using var average = new MovingAverage(norm, 0.75);
        using (torch.no_grad())
        {
            norm.weight!.fill_(5);
            norm.running_mean!.fill_(8);
            norm.num_batches_tracked!.fill_(3);
        }

        average.Update();
        using (average.Apply())
        {
            Assert.Equal(2f, norm.weight[0].item<float>()); // 0.75 · 1 + 0.25 · 5
            Assert.Equal(2f, norm.running_mean[0].item<float>()); // 0.75 · 0 + 0.25 · 8
            Assert.Equal(3L, norm.num_batches_tracked.item<long>());
        }

        Assert.Equal(5f, norm.weight[0].item<float>());
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 2e-7;

    private static TorchSharp.Modules.Linear TwoByTwo(double[][] weight, double[] bias)
    {
        var layer = torch.nn.Linear(2, 2);
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        layer.weight!.copy_(Matrix(weight));
        layer.bias!.copy_(torch.tensor(bias));
        return layer;
    }

    private static torch.Tensor Matrix(double[][] rows) => torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);

    private static void Gradients(TorchSharp.Modules.Linear layer, double[][] weight, double[] bias)
    {
        using var scope = torch.NewDisposeScope();
        layer.weight!.grad!.copy_(Matrix(weight));
        layer.bias!.grad!.copy_(torch.tensor(bias));
    }

    private static void Step(Optimizer optimizer, TorchSharp.Modules.Linear layer, double[][] weight, double[] bias)
    {
        Gradients(layer, weight, bias);
        optimizer.Step();
    }

    private static double[] Weights(torch.nn.Module module) => [.. module.parameters().SelectMany(parameter => parameter.data<float>().ToArray()).Select(value => (double)value)];

    private static TwinNetworks Twins() => new(Network(), Network());

    private static TorchSharp.Modules.Sequential Network()
    {
        var network = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.ReLU(), torch.nn.Linear(7, 3));
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var parameter in network.parameters())
            parameter.copy_(torch.linspace(-1, 1, parameter.numel()).sin().view(parameter.shape));
        return network;
    }

    private static void Train(TorchSharp.Modules.Sequential network, Action zero, Action step)
    {
        for (var i = 0; i < 10; i++)
        {
            using var scope = torch.NewDisposeScope();
            zero();
            (network.call(torch.linspace(-2, 2 + i, 20).view(4, 5)) - 1).pow(2).mean().backward();
            step();
        }
    }

    private sealed record TwinNetworks(TorchSharp.Modules.Sequential One, TorchSharp.Modules.Sequential Other) : IDisposable
    {
        public void Dispose()
        {
            One.Dispose();
            Other.Dispose();
        }
    }
}
