using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>A softmax regression that is small enough for exact enumeration: N = 32, D = 3, C = 3.</summary>
internal sealed class SmallProblem : IDisposable
{
    public const int Count = 32, Width = 3, Classes = 3;

    private readonly bool _hasBias;

    public SmallProblem(bool hasBias = false, SampleLoss loss = SampleLoss.CrossEntropy, double decay = 0.1, long seed = 11)
    {
        _hasBias = hasBias;
        var draw = new RandomStream(seed);
        Inputs = torch.tensor(Enumerable.Range(0, Count * Width).Select(_ => draw.NextNormal()).ToArray(), [Count, Width]).DetachFromDisposeScope();
        Samples = Samples.Of(Inputs, [.. Enumerable.Range(0, Count).Select(_ => draw.NextInt(Classes))], Classes, hasBias);
        Options = new() { Distillation = DistillationForm.Gradient, BatchSize = 4, LearningRate = 0.05, WeightDecay = decay, TeacherWeightDecay = decay, Loss = loss, Bias = hasBias };
        Teacher = Student();
        Randomise(Teacher, draw, 0.7);
    }

    public torch.Tensor Inputs { get; }

    public Samples Samples { get; }

    public PartialVarianceReductionOptions Options { get; }

    public StackedNetwork Teacher { get; }

    public StackedNetwork Student(int replicates = 1, int runs = 1) =>
        new(new NetworkShape(Width, Classes, [], Activation.Identity, _hasBias), replicates, runs, torch.ScalarType.Float64);

    public static void Randomise(StackedNetwork network, RandomStream draw, double scale)
    {
        foreach (var block in network.Parameters)
            block.Values.copy_(torch.tensor(Enumerable.Range(0, (int)block.Values.numel()).Select(_ => scale * draw.NextNormal()).ToArray()).view(block.Values.shape));
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Samples.Dispose();
        Teacher.Dispose();
    }
}
