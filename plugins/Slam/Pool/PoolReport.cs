using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>What a trial tells about the teacher's labels and what the student made of them. Here, and nowhere in the training, the true labels of U are read.</summary>
internal static class PoolReport
{
    /// <summary>Accuracy of the teacher; how good α and k are on U.</summary>
    public static void OfTeacher(Trial<SlamOptions> trial, Classifier teacher, LabelledPool pool, TeacherOutputs outputs, PseudoLabels labels)
    {
        var (step, metrics, data) = (trial.Options.Epochs, trial.Metrics, pool.Data);
        var test = Evaluation.Of(teacher, data.Test.Images, data.Source, trial.Device).Accuracy;
        var validation = Percent(outputs.Validation.Hits(pool.Validation.Labels));
        bool[] hits = [.. labels.Choices.Zip(pool.TrueLabels, (choice, truth) => choice == truth)];
        metrics.Log("teacher/accuracy_labelled", Evaluation.Of(teacher, pool.Labelled, data.Source, trial.Device).Accuracy, step);
        metrics.Log("teacher/accuracy_validation", validation, step);
        metrics.Log("teacher/accuracy_unlabelled", Percent(hits), step);
        metrics.Log("teacher/test_accuracy", test, step);
        if (trial.Options.Distillation == Distillation.Teacher)
        {
            metrics.Log("test/accuracy", test, step);
            metrics.Log("test/accuracy_best", test, step);
            metrics.Log("validation/accuracy", validation, step);
        }

        var (alpha, k) = (labels.Noise.Alpha, labels.Noise.K);
        var reliability = Reliability.Of(alpha, hits, trial.Options.AlphaLowerBound);
        metrics.Log("alpha/mean", alpha.Average(), step);
        metrics.Log("alpha/brier", alpha.Zip(hits, (a, hit) => Math.Pow(a - (hit ? 1 : 0), 2)).Average(), step);
        metrics.Log("alpha/reliability_error", reliability.Error, step);
        metrics.Log("alpha/share_at_lower_bound", alpha.Count(a => a <= trial.Options.AlphaLowerBound) / (double)alpha.Length, step);
        metrics.Log("k/mean", k.Average(), step);
        var classes = data.Source.Classes;
        metrics.Log("k/truth_inside", 100.0 * pool.TrueLabels.Index().Count(entry => labels.Top[(entry.Index * classes) + entry.Item] > 0) / k.Length, step);
        trial.Artifacts.Save("figures/alpha-reliability.png", path => Figure(reliability).Save(path));
    }

    /// <summary>The student on U: agreement with the teacher, and accuracy where the teacher is right and where it is wrong.</summary>
    public static void OfStudent(Trial<SlamOptions> trial, Classifier student, LabelledPool pool, PseudoLabels labels)
    {
        using var scope = torch.NewDisposeScope();
        var step = trial.Options.Epochs;
        var choices = Predictions.Logits(student, pool.Unlabelled, pool.Data.Source, trial.Device).argmax(1).cpu().data<long>().ToArray();
        var images = Enumerable.Range(0, choices.Length).ToLookup(image => labels.Choices[image] == pool.TrueLabels[image]);
        trial.Metrics.Log("unlabelled/agreement", Percent([.. choices.Zip(labels.Choices, (choice, label) => choice == label)]), step);
        foreach (var (name, isRight) in new[] { ("unlabelled/accuracy_teacher_right", true), ("unlabelled/accuracy_teacher_wrong", false) })
        {
            if (images[isRight].Any())
                trial.Metrics.Log(name, Percent([.. images[isRight].Select(image => choices[image] == pool.TrueLabels[image])]), step);
        }
    }

    private static LinePlot Figure(Reliability reliability) => new()
    {
        Title = "Is the teacher right as often as α says?",
        XLabel = "mean α of ten bins of equally many images of U",
        YLabel = "share of images where the teacher is right",
        Lines =
        [
            new PlotLine("perfectly estimated", [0, 1], [0, 1]) { Style = PlotLineStyle.Dashed },
            new PlotLine("α on U", [.. reliability.Bins.Select(bin => bin.Alpha)], [.. reliability.Bins.Select(bin => bin.Accuracy)]) { Style = PlotLineStyle.Points },
        ],
        YLimits = (0, 1.05),
        Legend = LegendPlace.UpperLeft,
    };

    private static double Percent(IReadOnlyCollection<bool> hits) => 100.0 * hits.Count(hit => hit) / hits.Count;
}
