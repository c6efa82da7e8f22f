using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>How well a model does on some images.</summary>
/// <param name="Accuracy">Share of images whose largest logit is that of their class (top 1), in percent.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
public sealed record Evaluation(double Accuracy, double Loss)
{
    private const int BatchSize = 512, TopClasses = 5;

    /// <summary>Share of images whose class is among those of the five largest logits, in percent; 100 with five classes or fewer.</summary>
    public double Top5Accuracy { get; init; }

    /// <summary>
    /// Expected calibration error in percent (C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, Eq. 3): the mean over images
    /// of |accuracy − confidence| of their bin, with 15 bins of equal width.
    /// </summary>
    public double CalibrationError { get; init; }

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

    /// <summary>Share of images on which two models choose the same class, in percent; such as a student and its teacher.</summary>
    /// <param name="model">A model.</param>
    /// <param name="other">Another one.</param>
    /// <param name="images">The images.</param>
    /// <param name="source">The data set, for its normalisation.</param>
    /// <param name="device">Where both models live.</param>
    public static double Agreement(Classifier model, Classifier other, ImageSet images, ImageSource source, torch.Device device)
    {
        using var loader = new BatchLoader(images, source, BatchSize, device, shuffleSeed: null);
        var same = 0L;
        using var modes = new EvaluationMode(model, other);
        ForEach(loader, batch => same += model.call(batch.Images).argmax(1).eq(other.call(batch.Images).argmax(1)).sum().item<long>());
        return 100.0 * same / loader.Count;
    }

    /// <summary>Evaluates a model on an unshuffled loader.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loader">The images.</param>
    internal static Evaluation Of(Classifier model, BatchLoader loader)
    {
        var (correct, top, loss, calibration) = (0L, 0L, 0.0, new Calibration());
        using var modes = new EvaluationMode(model);
        ForEach(loader, batch =>
        {
            var logits = model.call(batch.Images).to(torch.ScalarType.Float32);
            var (confidence, choice) = torch.nn.functional.softmax(logits, 1).max(1);
            var hits = choice.eq(batch.Labels);
            correct += hits.sum().item<long>();
            var classes = (int)Math.Min(TopClasses, logits.shape[1]);
            top += logits.topk(classes, 1).indexes.eq(batch.Labels.unsqueeze(1)).any(1).sum().item<long>();
            loss += torch.nn.functional.cross_entropy(logits, batch.Labels, reduction: torch.nn.Reduction.Sum).item<float>();
            calibration.Add(confidence, hits);
        });
        return new Evaluation(100.0 * correct / loader.Count, loss / loader.Count) { Top5Accuracy = 100.0 * top / loader.Count, CalibrationError = calibration.Error };
    }

    private static void ForEach(BatchLoader loader, Action<Batch> see)
    {
        using var noGradient = torch.no_grad();
        for (var i = 0; i < loader.BatchesPerEpoch; i++)
        {
            using var scope = torch.NewDisposeScope();
            see(loader.Get(0, i));
        }
    }

    /// <summary>Puts models into evaluation mode, and back.</summary>
    private sealed class EvaluationMode : IDisposable
    {
        private readonly (Classifier Model, bool WasTraining)[] _models;

        public EvaluationMode(params Classifier[] models)
        {
            _models = [.. models.Select(model => (model, model.training))];
            foreach (var model in models)
                model.eval();
        }

        public void Dispose()
        {
            foreach (var (model, wasTraining) in _models)
                model.train(wasTraining);
        }
    }
}
