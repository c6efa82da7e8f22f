using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>How well a model does on some images.</summary>
/// <param name="Accuracy">Share of images whose largest logit is that of their class (top 1), in percent.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
public sealed record Evaluation(double Accuracy, double Loss)
{
    private const int BatchSize = 512;

    /// <summary>Evaluates a model in evaluation mode; its mode is restored afterwards.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="device">Where the model lives.</param>
    public static Evaluation Of(Classifier model, ImageSet images, ImageSource source, torch.Device device)
    {
        using var loader = new BatchLoader(images, source, BatchSize, device, shuffleSeed: null);
        return Of(model, loader);
    }

    /// <summary>Evaluates a model on an unshuffled loader.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loader">The images.</param>
    internal static Evaluation Of(Classifier model, BatchLoader loader)
    {
        var wasTraining = model.training;
        model.eval();
        using var noGradient = torch.no_grad();
        var (correct, loss) = (0L, 0.0);
        for (var i = 0; i < loader.BatchesPerEpoch; i++)
        {
            using var scope = torch.NewDisposeScope();
            var batch = loader.Get(0, i);
            var logits = model.call(batch.Images).to(torch.ScalarType.Float32);
            correct += logits.argmax(1).eq(batch.Labels).sum().item<long>();
            loss += torch.nn.functional.cross_entropy(logits, batch.Labels, reduction: torch.nn.Reduction.Sum).item<float>();
        }

        model.train(wasTraining);
        return new Evaluation(100.0 * correct / loader.Count, loss / loader.Count);
    }
}
