using KdHost.Sdk.Interchange;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>The teacher's probabilities y_s (temperature 1) on V and U: computed once, on images as they are, and kept in the cache for all methods of the seed.</summary>
/// <param name="Validation">On V.</param>
/// <param name="Unlabelled">On U.</param>
public sealed record TeacherOutputs(ProbabilityTable Validation, ProbabilityTable Unlabelled)
{
    private const string FileName = "probabilities.safetensors";

    /// <summary>Labels V and U, or reads the labels that another trial has made.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="pool">V and U.</param>
    public static TeacherOutputs Get(Trial<SlamOptions> trial, Classifier teacher, LabelledPool pool)
    {
        var key = CacheKey.Of("pseudo-labels", new { Teacher = SlamTeacher.Identity(trial, pool), V = pool.Validation.Digest(), U = pool.Unlabelled.Digest() });
        var folder = trial.Cache.GetOrAdd(key, build => Label(trial, teacher, pool, Path.Combine(build.Folder, FileName)), trial.Cancellation);
        using var scope = torch.NewDisposeScope();
        var tables = Safetensors.Load(Path.Combine(folder, FileName));
        return new TeacherOutputs(ProbabilityTable.Of(tables["validation"]), ProbabilityTable.Of(tables["unlabelled"]));
    }

    private static void Label(Trial trial, Classifier teacher, LabelledPool pool, string path)
    {
        using var scope = torch.NewDisposeScope();
        Safetensors.Save(path, new Dictionary<string, torch.Tensor>
        {
            ["validation"] = torch.nn.functional.softmax(Predictions.Logits(teacher, pool.Validation, pool.Data.Source, trial.Device), 1),
            ["unlabelled"] = torch.nn.functional.softmax(Predictions.Logits(teacher, pool.Unlabelled, pool.Data.Source, trial.Device), 1),
        });
    }
}
