using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.Slam;

/// <summary>The teacher: trained on A with cross-entropy, once for all methods of a seed.</summary>
internal static class SlamTeacher
{
    public static Classifier Get(Trial<SlamOptions> trial, LabelledPool pool)
    {
        var options = trial.Options;
        return TrainedModels.Get(trial, options.Teacher.Model, pool.Data.Source, pool.Labelled, options.TeacherRecipe, $"{options.Schedule}", options.TeacherAugmentation, trial.Seed);
    }

    /// <summary>Everything that the teacher's outputs depend on, apart from the images that they are for.</summary>
    public static object Identity(Trial<SlamOptions> trial, LabelledPool pool) => new
    {
        trial.Options.Teacher,
        trial.Options.Schedule,
        Augmentation = trial.Options.TeacherAugmentation,
        trial.Options.Dataset,
        Shape = pool.Data.Source.Shape.ToString(),
        A = pool.Labelled.Digest(),
        trial.Seed,
        Device = trial.Device.ToString(),
        Threads = TorchSharp.torch.get_num_threads(),
    };
}
