using KdHost.Sdk.Data;

namespace KdHost.Plugins.Slam;

/// <summary>The images that the student learns from, those with true labels first, and a label for each.</summary>
/// <param name="Images">A ∪ U; where options say so, V comes after A.</param>
/// <param name="Labels">One label an image; α = 1 for true ones.</param>
/// <param name="Labelled">How many come with true labels.</param>
internal sealed record TrainingUnion(ImageSet Images, PseudoLabels Labels, int Labelled)
{
    /// <summary>Joins the parts. Controlled labels stand alone, so that a study of the mixing is not one of the labelled images.</summary>
    public static TrainingUnion Of(LabelledPool pool, PseudoLabels labels, SlamOptions options)
    {
        if (options.LabelSource == LabelSource.Controlled)
            return new TrainingUnion(pool.Unlabelled, labels, 0);
        var known = options.TrainOnValidation ? pool.Labelled.Concat(pool.Validation) : pool.Labelled;
        return new TrainingUnion(known.Concat(pool.Unlabelled), PseudoLabels.True(known.Labels, pool.Data.Source.Classes).Concat(labels), known.Count);
    }
}
