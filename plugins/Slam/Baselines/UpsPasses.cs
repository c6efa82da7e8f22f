using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Slam;

/// <summary>The teacher's probabilities on U over some passes with dropout: means and unbiased standard deviations, at temperature 1 and at that for negatives. Computed once, kept in the cache.</summary>
internal static class UpsPasses
{
    private const string FileName = "passes.safetensors";

    /// <summary>Selects the pseudo-labels of U; the choice of a positive is that of the mean probabilities.</summary>
    /// <exception cref="FaultException">The teacher has no dropout and the options ask for uncertainty.</exception>
    public static (UpsSelection Selection, ProbabilityTable Mean) Select(Trial<SlamOptions> trial, Classifier teacher, LabelledPool pool)
    {
        var options = trial.Options.Ups;
        if (!options.NoUncertainty && !Predictions.HasDropout(teacher))
            throw new FaultException(new Fault("this teacher has no dropout, so its uncertainty can't be measured") { Key = "teacher.model", Found = trial.Options.Teacher.Model, Expected = "a model with dropout, such as cnn-32-64-fc128-dropout", Fix = "take such a teacher, or set ups.noUncertainty" });
        var key = CacheKey.Of("ups-passes", new { Teacher = SlamTeacher.Identity(trial, pool), U = pool.Unlabelled.Digest(), options.Passes, options.NegativeTemperature, options.NoUncertainty });
        var folder = trial.Cache.GetOrAdd(key, build => Run(trial, teacher, pool, Path.Combine(build.Folder, FileName)), trial.Cancellation);
        using var scope = torch.NewDisposeScope();
        var tables = Safetensors.Load(Path.Combine(folder, FileName)).ToDictionary(entry => entry.Key, entry => ProbabilityTable.Of(entry.Value));
        return (UpsSelection.Of(tables["mean"], tables["deviation"], tables["soft_mean"], tables["soft_deviation"], options), tables["mean"]);
    }

    private static void Run(Trial<SlamOptions> trial, Classifier teacher, LabelledPool pool, string path)
    {
        using var scope = torch.NewDisposeScope();
        var (options, source) = (trial.Options.Ups, pool.Data.Source);
        torch.Tensor[] passes = options.NoUncertainty
            ? [Predictions.Logits(teacher, pool.Unlabelled, source, trial.Device)]
            : [.. Enumerable.Range(0, options.Passes).Select(pass => Predictions.LogitsWithDropout(teacher, pool.Unlabelled, source, trial.Device, Seeds.Derive(trial.Seed, "dropout pass", pass)))];
        var (probabilities, soft) = (torch.stack([.. passes.Select(logits => softmax(logits, 1))]), torch.stack([.. passes.Select(logits => softmax(logits / options.NegativeTemperature, 1))]));
        Safetensors.Save(path, new Dictionary<string, torch.Tensor>
        {
            ["mean"] = probabilities.mean([0]),
            ["deviation"] = Deviation(probabilities),
            ["soft_mean"] = soft.mean([0]),
            ["soft_deviation"] = Deviation(soft),
        });
    }

    private static torch.Tensor Deviation(torch.Tensor passes) => passes.shape[0] == 1 ? torch.zeros_like(passes[0]) : passes.std(0, unbiased: true);
}
