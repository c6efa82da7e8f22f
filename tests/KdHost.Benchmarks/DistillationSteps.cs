using System.Diagnostics;
using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Losses;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Benchmarks;

/// <summary>
/// Samples a second of the linear study (197 inputs, 10 classes, batches of 10, as its setting A), on one core: runs stacked with closed-form gradients, against
/// one run at a time by automatic differentiation. A sample of a stack of K runs counts K times.
/// </summary>
internal static class DistillationSteps
{
    private const int Samples = 60_000, Width = 196, Classes = 10, BatchSize = 10, WarmUp = 300, Steps = 3000;

    public static void Measure()
    {
        var threads = torch.get_num_threads();
        torch.set_num_threads(1);
        using var samples = Draw();
        var plain = Autograd(samples);
        Console.WriteLine(FormattableString.Invariant($"linear distillation, autograd, one run: {plain:f0} samples/s"));
        foreach (var (replicates, runs) in new[] { (1, 1), (1, 7), (3, 7), (1, 43), (3, 43) })
        {
            var rate = Stacked(samples, replicates, runs);
            Console.WriteLine(FormattableString.Invariant($"linear distillation, closed form, {replicates} sample orders x {runs} runs stacked: {rate:f0} samples/s, {rate / plain:f1} times autograd"));
        }

        torch.set_num_threads(threads);
    }

    private static Samples Draw()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var draw = new RandomStream(1);
        return KdHost.Plugins.PartialVarianceReduction.Samples.Of(
            torch.randn(Samples, Width, generator: generator), [.. Enumerable.Range(0, Samples).Select(_ => draw.NextInt(Classes))], Classes, hasOnes: true);
    }

    private static double Stacked(Samples samples, int replicates, int runs)
    {
        var shape = new NetworkShape(Width, Classes, [], Activation.Identity, HasBias: true);
        using var student = new StackedNetwork(shape, replicates, runs);
        using var teacher = new StackedNetwork(shape, 1, 1);
        teacher.Initialise([1]);
        var options = new PartialVarianceReductionOptions { BatchSize = BatchSize, WeightDecay = 1e-3, TeacherWeightDecay = 1e-3, LearningRate = 0.01 };
        using var run = new DistillationRun(options, samples, student, teacher, [.. Enumerable.Range(0, runs).Select(i => (double)i / runs)], [.. Enumerable.Range(0, replicates).Select(i => (long)i)]);
        return Rate(run.Step) * replicates * runs;
    }

    private static double Autograd(Samples samples)
    {
        using var student = torch.nn.Linear(Width, Classes);
        using var teacher = torch.nn.Linear(Width, Classes);
        using var optimizer = torch.optim.SGD(student.parameters(), 0.01, weight_decay: 1e-3);
        using var inputs = samples.Inputs.narrow(1, 0, Width).contiguous();
        var order = new RandomStream(1).Permutation(Samples);
        var step = 0;
        return Rate(() =>
        {
            using var scope = torch.NewDisposeScope();
            var index = torch.tensor(Array.ConvertAll(order[(step * BatchSize)..((step * BatchSize) + BatchSize)], one => (long)one));
            step++;
            var (batch, labels) = (inputs.index_select(0, index), samples.Classes.index_select(0, index));
            torch.Tensor target;
            using (torch.no_grad())
                target = teacher.call(batch);
            var logits = student.call(batch);
            var loss = (0.3 * cross_entropy(logits, labels)) + (0.7 * Divergence.KullbackLeibler(logits, target, 1));
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        });
    }

    private static double Rate(Action step)
    {
        for (var i = 0; i < WarmUp; i++)
            step();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Steps; i++)
            step();
        return BatchSize * Steps / watch.Elapsed.TotalSeconds;
    }
}
