using KdHost.Sdk.Methods;
using TorchSharp;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>The base model of links in the cache.</summary>
internal static class LinkBaseModel
{
    /// <summary>Weights of the best epoch.</summary>
    public const string BestFile = "best.safetensors";

    /// <summary>Weights of an early epoch.</summary>
    public const string WarmFile = "warm.safetensors";

    /// <summary>Everything that the base model depends on.</summary>
    public static CacheKey Key(Trial<CautiousPseudoLabelsOptions> trial)
    {
        var options = trial.Options;
        return CacheKey.Of("link-base-model", new
        {
            options.Dataset,
            options.Link.Model,
            options.Link.TrainFraction,
            options.Link.ValidationFraction,
            options.Link.Hidden,
            options.Link.Width,
            options.Link.InputDropout,
            options.Link.FixedNoise,
            options.Link.NegativeBan,
            options.Link.Loss,
            options.Link.EvaluateEvery,
            Node2vec = options.Link.Model == LinkModelKind.Node2vec ? options.Link.Node2vec : null,
            Seal = options.Link.Model == LinkModelKind.Seal ? options.Link.Seal : null,
            options.NormaliseFeatures,
            options.LearningRate,
            options.WeightDecay,
            options.Epochs,
            options.WarmEpoch,
            trial.Seed,
            Device = trial.Device.ToString(),
            Threads = torch.get_num_threads(),
        });
    }
}
