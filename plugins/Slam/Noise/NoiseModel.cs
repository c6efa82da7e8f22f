using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>The noise of the teacher's labels: with probability α(x) its first choice is right, otherwise the truth is among its top k(x).</summary>
/// <param name="Alpha">α of each image.</param>
/// <param name="K">k of each image.</param>
public sealed record NoiseModel(double[] Alpha, int[] K)
{
    /// <summary>Estimates the noise on V and U from the labels of V.</summary>
    /// <param name="trial">Options, seed and device.</param>
    /// <param name="teacher">The teacher, for <see cref="AlphaEstimator.KnnFeature"/>.</param>
    /// <param name="pool">The images, and the labels of V.</param>
    /// <param name="outputs">The teacher's probabilities.</param>
    /// <returns>The noise on V, and on U.</returns>
    public static (NoiseModel Validation, NoiseModel Unlabelled) Estimate(Trial<SlamOptions> trial, Classifier teacher, LabelledPool pool, TeacherOutputs outputs)
    {
        var (options, labels) = (trial.Options, pool.Validation.Labels);
        var (margins, hits) = (outputs.Validation.Margins(), outputs.Validation.Hits(labels));
        int[] ranks = [.. Enumerable.Range(0, labels.Count).Select(image => outputs.Validation.Rank(image, labels[image]))];
        return (Of(outputs.Validation, pool.Validation, labels), Of(outputs.Unlabelled, pool.Unlabelled, pool.TrueLabels));

        NoiseModel Of(ProbabilityTable table, Sdk.Data.ImageSet images, IReadOnlyList<int> truth) => new(Alpha(table, images, truth), K(table));

        double[] Alpha(ProbabilityTable table, Sdk.Data.ImageSet images, IReadOnlyList<int> truth) => options.AlphaEstimator switch
        {
            AlphaEstimator.Isotonic => AlphaEstimation.Isotonic(margins, hits, table.Margins(), options.AlphaLowerBound),
            AlphaEstimator.KnnMargin => AlphaEstimation.NearestNeighbours(Points(margins), hits, Points(table.Margins()), options.Neighbours, options.AlphaLowerBound),
            AlphaEstimator.KnnFeature => AlphaEstimation.NearestNeighbours(
                Features(trial, teacher, pool, pool.Validation), hits, Features(trial, teacher, pool, images), options.Neighbours, options.AlphaLowerBound),
            AlphaEstimator.Constant => [.. Enumerable.Repeat(options.ConstantAlpha, table.Count)],
            AlphaEstimator.Oracle => [.. table.Hits(truth).Select(hit => hit ? 1 : options.AlphaLowerBound)],
            _ => throw new InvalidOperationException($"no such estimator: {options.AlphaEstimator}"),
        };

        int[] K(ProbabilityTable table) => options.KMode switch
        {
            KMode.Fixed => [.. Enumerable.Repeat(Math.Min(options.FixedK, table.Classes), table.Count)],
            KMode.GlobalThreshold => [.. Enumerable.Repeat(TopKEstimation.Global(ranks, table.Classes, options.TopKThreshold), table.Count)],
            KMode.Isotonic => TopKEstimation.Isotonic(margins, ranks, table.Margins(), table.Classes, options.TopKThreshold, options.MaxK),
            _ => throw new InvalidOperationException($"no such mode of k: {options.KMode}"),
        };
    }

    private static double[][] Points(double[] margins) => [.. margins.Select(margin => new[] { margin })];

    private static double[][] Features(Trial trial, Classifier teacher, LabelledPool pool, Sdk.Data.ImageSet images)
    {
        using var scope = torch.NewDisposeScope();
        var features = Predictions.Features(teacher, images, pool.Data.Source, trial.Device).cpu();
        var (values, width) = (features.data<float>().ToArray(), (int)features.shape[1]);
        return [.. Enumerable.Range(0, images.Count).Select(image => Array.ConvertAll(values[(image * width)..((image + 1) * width)], value => (double)value))];
    }
}
