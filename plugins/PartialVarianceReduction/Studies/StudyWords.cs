using System.Globalization;
using KdHost.Sdk.Studies;

namespace KdHost.Plugins.PartialVarianceReduction.Studies;

/// <summary>Settings of trials in words.</summary>
internal static class StudyWords
{
    /// <summary>The teacher, such as <c>sgd γ=0.005 20 ep.</c></summary>
    /// <param name="trial">The trial.</param>
    public static string Teacher(this StudyTrial trial)
    {
        var kind = trial.Text("teacher.kind");
        var words = kind is "sgd" ? $"sgd γ={OrOwn(trial, "teacher.learningRate", "learningRate")} {trial.Text("teacher.epochs")} ep." : kind;
        if (kind is "sgd" && trial.Text("teacher.finalLearningRate") is { Length: > 0 } final)
            words += $" to {final}";
        return trial.Flag("teacher.masked") ? words + ", masked" : words;
    }

    /// <summary>What compresses the iterates, such as <c>quantise s=1024</c>.</summary>
    /// <param name="trial">The trial.</param>
    public static string Compression(this StudyTrial trial) => trial.Text("compression") switch
    {
        "quantise" => $"quantise s={trial.Text("levels")}",
        "rand-k" or "top-k" => $"{trial.Text("compression")} k={trial.Text("keep")}",
        var mask and ("mask-topk" or "mask-random") => $"{mask} {trial.Number("sparsity").ToString("P0", CultureInfo.InvariantCulture)}",
        var none => none,
    };

    /// <summary>The network, such as <c>196-64-10 relu</c> without its inputs.</summary>
    /// <param name="trial">The trial.</param>
    public static string Network(this StudyTrial trial) =>
        trial.Text("network") is { Length: > 0 } name ? name
        : trial.Text("depth") == "1" ? "linear"
        : $"{trial.Text("activation")}, {trial.Text("depth")} layers";

    /// <summary>Whether two trials are of a fixed teacher in the gradient or loss form.</summary>
    /// <param name="trial">The trial.</param>
    public static bool IsDistillation(this StudyTrial trial) => trial.Text("iteration") == "kd" && trial.Text("distillation") != "none";

    /// <summary>How the teacher enters, such as <c>biased</c>.</summary>
    /// <param name="trial">The trial.</param>
    public static string Form(this StudyTrial trial) => (trial.Flag("unbiased") ? "unbiased" : "biased") + (trial.Text("distillation") == "loss" ? ", loss form" : "");

    /// <summary>A baseline, such as <c>svrg each 2 epochs</c>.</summary>
    /// <param name="trial">The trial.</param>
    public static string Baseline(this StudyTrial trial) => trial.Text("iteration") switch
    {
        "sgd" => $"sgd γ={trial.Text("learningRate")}",
        "lsvrg" => "l-svrg",
        var iteration and ("svrg" or "moving-teacher" or "repeated-distillation") => $"{iteration} each {trial.Text("snapshotEvery")} epochs",
        var iteration => iteration,
    };

    private static string OrOwn(StudyTrial trial, string option, string own) => trial.Text(option) is { Length: > 0 } given ? given : trial.Text(own);
}
