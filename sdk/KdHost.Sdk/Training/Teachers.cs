using KdHost.Sdk.Data;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Training;

/// <summary>Trains teachers once for all trials of a grid.</summary>
public static class Teachers
{
    private const string WeightsFile = "weights.safetensors";
    private const double Momentum = 0.9;

    /// <summary>The trained teacher, frozen: taken from the cache, or trained with cross-entropy when no trial has done so yet.</summary>
    /// <param name="trial">The trial that wants it.</param>
    /// <param name="options">Which teacher.</param>
    /// <param name="data">The whole data set; <see cref="TeacherOptions.TrainFraction"/> is applied here.</param>
    /// <returns>A teacher of the caller's own, in evaluation mode and without gradients.</returns>
    public static Classifier Get(Trial trial, TeacherOptions options, ImageData data)
    {
        if (options.Weights is { } file)
        {
            var ready = Create(trial, options, data);
            WeightFile.Load(trial.Data.Weights(file), ready);
            return ready.Freeze();
        }

        var key = CacheKey.Of("teacher", new
        {
            Options = options,
            DataSet = data.Source.Name,
            Images = data.Training.Images.Count,
            Device = trial.Device.ToString(),
            Threads = torch.get_num_threads(),
        });
        var folder = trial.Cache.GetOrAdd(key, build => Train(trial, options, data, build), trial.Cancellation);
        var teacher = Create(trial, options, data);
        using var weights = WeightSnapshot.Load(Path.Combine(folder, WeightsFile));
        weights.CopyTo(teacher);
        return teacher.Freeze();
    }

    /// <summary>The teacher's logits <c>[B, K]</c> for the very images that the student sees; no gradient is taken through them.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="batch">The images.</param>
    public static torch.Tensor Logits(Classifier teacher, Batch batch)
    {
        using var noGradient = torch.no_grad();
        return teacher.call(batch.Images);
    }

    private static void Train(Trial trial, TeacherOptions options, ImageData data, CacheBuild build)
    {
        using var teacher = Create(trial, options, data);
        var recipe = new Recipe
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            Momentum = Momentum,
            WeightDecay = options.WeightDecay,
        };
        new Fit
        {
            Student = teacher,
            Data = data.WithTrainingFraction(options.TrainFraction),
            Recipe = recipe,
            Seed = options.Seed,
            Device = trial.Device,
            Checkpoints = build.Checkpoints,
            Progress = trial.Progress,
            Stage = "teacher",
            Cancellation = trial.Cancellation,
        }.Run(batch => cross_entropy(teacher.call(batch.Images), batch.Labels));
        using var weights = WeightSnapshot.Of(teacher);
        weights.Save(Path.Combine(build.Folder, WeightsFile));
    }

    private static Classifier Create(Trial trial, TeacherOptions options, ImageData data)
    {
        var teacher = ModelCatalog.Create(options.Model, data.Source.Shape, data.Source.Classes, options.Seed);
        teacher.to(trial.Device);
        return teacher;
    }
}
