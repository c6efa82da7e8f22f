using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>What a model gives for a whole set of images as they are, without augmentation.</summary>
public static class Predictions
{
    private const int BatchSize = 512;

    /// <summary>Logits <c>[N, K]</c> on the device, in the order of the set and in the current dispose scope. The model is in evaluation mode meanwhile; no gradient is taken.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="device">Where the model lives.</param>
    public static torch.Tensor Logits(Classifier model, ImageSet images, ImageSource source, torch.Device device) => InEvaluation(model, () => Of(model, images, source, device));

    /// <summary>
    /// Logits <c>[N, K]</c> of one pass with dropout at work and all else in evaluation mode: Monte Carlo dropout (Y. Gal, Z. Ghahramani, "Dropout as a Bayesian approximation", ICML 2016).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="seed">Seed of the pass; libtorch's global generator is left as it was.</param>
    public static torch.Tensor LogitsWithDropout(Classifier model, ImageSet images, ImageSource source, torch.Device device, long seed) => InEvaluation(model, () =>
    {
        foreach (var dropout in Dropouts(model))
            dropout.train();
        using var state = torch.get_rng_state();
        torch.manual_seed(seed);
        var logits = Of(model, images, source, device);
        torch.set_rng_state(state);
        foreach (var dropout in Dropouts(model))
            dropout.eval();
        return logits;
    });

    /// <summary>Whether a model has dropout at all.</summary>
    /// <param name="model">The model.</param>
    public static bool HasDropout(Classifier model) => Dropouts(model).Any();

    /// <summary>The vectors <c>[N, D]</c> that the last layer turns into logits, otherwise as <see cref="Logits"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="device">Where the model lives.</param>
    public static torch.Tensor Features(Classifier model, ImageSet images, ImageSource source, torch.Device device)
    {
        using var tap = new FeatureTap(model, model.Pooled);
        return InEvaluation(model, () => Collect(images, source, device, batch =>
        {
            model.call(batch).Dispose();
            return tap[model.Pooled].flatten(1);
        }));
    }

    private static torch.Tensor Of(Classifier model, ImageSet images, ImageSource source, torch.Device device) => Collect(images, source, device, model.call);

    private static torch.Tensor Collect(ImageSet images, ImageSource source, torch.Device device, Func<torch.Tensor, torch.Tensor> see)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var loader = new BatchLoader(images, source, BatchSize, device, shuffleSeed: null);
        var parts = new List<torch.Tensor>();
        for (var index = 0; index < loader.BatchesPerEpoch; index++)
        {
            using var step = torch.NewDisposeScope();
            parts.Add(see(loader.Get(0, index).Images).to(torch.ScalarType.Float32).clone().MoveToOuterDisposeScope());
        }

        return torch.cat(parts, 0).MoveToOuterDisposeScope();
    }

    private static T InEvaluation<T>(Classifier model, Func<T> see)
    {
        var wasTraining = model.training;
        model.eval();
        try
        {
            return see();
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private static IEnumerable<torch.nn.Module> Dropouts(Classifier model) =>
        model.modules().Where(module => module is TorchSharp.Modules.Dropout or TorchSharp.Modules.Dropout2d);
}
