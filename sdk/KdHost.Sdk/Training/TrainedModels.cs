using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Training;

/// <summary>Classifiers trained once, by a method's own recipe on its own images, for all trials that ask for the very same; <see cref="Teachers"/> has the usual teacher.</summary>
public static class TrainedModels
{
    private const string WeightsFile = "weights.safetensors";

    /// <summary>A classifier trained with cross-entropy to the labels, frozen, with the weights of its last epoch: taken from the cache, or trained when no trial has done so yet.</summary>
    /// <param name="trial">The trial that wants it.</param>
    /// <param name="model">Its name in the model catalogue.</param>
    /// <param name="source">The data set.</param>
    /// <param name="images">What it learns from; it sees no other images.</param>
    /// <param name="recipe">How it learns.</param>
    /// <param name="schedule">The name of the recipe's schedule: functions can't be told apart otherwise.</param>
    /// <param name="augmentation">How the images are varied, as options.</param>
    /// <param name="seed">Seed of its weights and of order and augmentation of its images.</param>
    /// <param name="stage">What it is, such as "teacher", for messages and as the kind of the cache's entry.</param>
    public static Classifier Get(Trial trial, string model, ImageSource source, ImageSet images, Recipe recipe, string schedule, AugmentationOptions augmentation, long seed, string stage = "teacher")
    {
        var key = CacheKey.Of(stage, new
        {
            Model = model,
            DataSet = source.Name,
            Shape = source.Shape.ToString(),
            Images = images.Digest(),
            Recipe = recipe with { Schedule = null },
            Schedule = schedule,
            Augmentation = augmentation,
            Seed = seed,
            Device = trial.Device.ToString(),
            Threads = torch.get_num_threads(),
        });
        var folder = trial.Cache.GetOrAdd(key, Train, trial.Cancellation);
        var trained = Create();
        using var weights = WeightSnapshot.Load(Path.Combine(folder, WeightsFile));
        weights.CopyTo(trained);
        return trained.Freeze();

        Classifier Create()
        {
            var network = ModelCatalog.Create(model, source.Shape, source.Classes, seed);
            network.to(trial.Device);
            return network;
        }

        void Train(CacheBuild build)
        {
            using var network = Create();
            new Fit
            {
                Student = network,
                Data = new ImageData(source, new(images), new(images), new(images)), // nothing is chosen, so nothing is held out
                Recipe = recipe,
                Augmentation = augmentation.ToAugmentation(),
                Seed = seed,
                Device = trial.Device,
                Checkpoints = build.Checkpoints,
                Progress = trial.Progress,
                Stage = stage,
                SelectsBest = false,
                Cancellation = trial.Cancellation,
            }.Run(batch => cross_entropy(network.call(batch.Images), batch.Labels));
            using var learned = WeightSnapshot.Of(network);
            learned.Save(Path.Combine(build.Folder, WeightsFile));
        }
    }
}
