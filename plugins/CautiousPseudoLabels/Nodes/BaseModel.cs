using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>The base model of nodes in the cache: trials of a grid that differ in what comes after it share it.</summary>
internal static class BaseModel
{
    /// <summary>Weights of the best epoch.</summary>
    public const string BestFile = "best.safetensors";

    /// <summary>Weights of an early epoch.</summary>
    public const string WarmFile = "warm.safetensors";

    /// <summary>Everything that the base model depends on.</summary>
    public static CacheKey Key(Trial<CautiousPseudoLabelsOptions> trial)
    {
        var options = trial.Options;
        return CacheKey.Of("base-model", new
        {
            options.Dataset,
            options.Split,
            options.TrainFraction,
            options.ValidationFraction,
            options.LabelsPerClass,
            options.Model,
            options.Network,
            options.SelfLoopWeight,
            options.NormaliseFeatures,
            options.LossDivisor,
            options.LearningRate,
            options.WeightDecay,
            options.Epochs,
            options.Patience,
            options.WarmEpoch,
            options.EpochSelection,
            trial.Seed,
            Device = trial.Device.ToString(),
            Threads = torch.get_num_threads(),
        });
    }

    /// <summary>Trains and writes it.</summary>
    public static void Build(string folder, NodeFit fit)
    {
        using var best = fit.Run(keepsWarm: true);
        best.Save(Path.Combine(folder, BestFile));
        using var warm = fit.Warm!;
        warm.Save(Path.Combine(folder, WarmFile));
    }
}
