using System.Globalization;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Theory;

/// <summary>The minimum of a <see cref="LinearObjective"/>, found once for all trials.</summary>
/// <param name="Weights">x̂ <c>[D, C]</c>, float64.</param>
/// <param name="Value">f*.</param>
/// <param name="GradientNorm">‖∇f(x̂)‖, what was reached.</param>
/// <param name="Iterations">Iterations of L-BFGS.</param>
/// <param name="Smoothness">L at x̂.</param>
public sealed record Optimum(torch.Tensor Weights, double Value, double GradientNorm, int Iterations, double Smoothness) : IDisposable
{
    private const string File = "optimum.safetensors", WeightsName = "weights";

    /// <summary>The minimum, from the cache or found anew.</summary>
    /// <param name="trial">The trial that wants it.</param>
    /// <param name="options">Loss and weight decay.</param>
    /// <param name="data">The data.</param>
    /// <param name="mask">Where weights may differ from 0, <c>[D, C]</c>; null for everywhere.</param>
    /// <param name="iterations">Most iterations.</param>
    public static Optimum Get(Trial trial, PartialVarianceReductionOptions options, StudyData data, torch.Tensor? mask, int iterations)
    {
        var key = CacheKey.Of("optimum", new
        {
            data.Digest,
            data.Training.Count,
            Width = data.Training.Inputs.shape[1],
            options.Pooling,
            options.Loss,
            options.WeightDecay,
            options.DecayBias,
            options.Bias,
            Mask = mask is null ? null : new { options.Compression, options.Sparsity, options.MaskRule, options.MaskSeed },
            iterations,
            Threads = torch.get_num_threads(),
        });
        var folder = trial.Cache.GetOrAdd(
            key,
            build =>
            {
                using var objective = new LinearObjective(data.Training, options, mask);
                using var found = Find(objective, data.Training.Inputs.shape[1], data.Classes, iterations, trial.Cancellation);
                found.Save(Path.Combine(build.Folder, File));
            },
            trial.Cancellation);
        return Load(Path.Combine(folder, File));
    }

    /// <summary>Minimises an objective from 0 on.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="width">D.</param>
    /// <param name="classes">C.</param>
    /// <param name="iterations">Most iterations of L-BFGS.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static Optimum Find(LinearObjective objective, long width, int classes, int iterations, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        var change = objective.Preconditioner();
        torch.Tensor Forward(torch.Tensor free) => Times(change, free);
        var result = new Lbfgs { Iterations = iterations }.Minimise(
            free =>
            {
                using var inner = torch.NewDisposeScope();
                var (value, gradient) = objective.At(Forward(free));
                return (value, Times(change.transpose(1, 2), gradient).MoveToOuterDisposeScope());
            },
            torch.zeros(width, classes, torch.ScalarType.Float64),
            cancellation);
        var weights = Forward(result.Point);
        var (value, slope) = objective.At(weights);
        return new Optimum(weights.DetachFromDisposeScope(), value, slope.norm().item<double>(), result.Iterations, objective.Smoothness(weights));
    }

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();

    private static torch.Tensor Times(torch.Tensor matrices, torch.Tensor columns) => matrices.shape[0] == 1
        ? matrices[0].mm(columns)
        : matrices.bmm(columns.transpose(0, 1).unsqueeze(2)).squeeze(2).transpose(0, 1);

    private static Optimum Load(string path)
    {
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        double Number(string name) => double.Parse(file.Metadata[name], CultureInfo.InvariantCulture);
        return new Optimum(file.Read(file.Tensors.Single()).DetachFromDisposeScope(), Number(nameof(Value)), Number(nameof(GradientNorm)), (int)Number(nameof(Iterations)), Number(nameof(Smoothness)));
    }

    private void Save(string path)
    {
        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        Safetensors.Save(path, [KeyValuePair.Create(WeightsName, Weights)], new Dictionary<string, string>
        {
            [nameof(Value)] = Text(Value),
            [nameof(GradientNorm)] = Text(GradientNorm),
            [nameof(Iterations)] = Text(Iterations),
            [nameof(Smoothness)] = Text(Smoothness),
        });
    }
}
