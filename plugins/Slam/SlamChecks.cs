using KdHost.Sdk.Faults;

namespace KdHost.Plugins.Slam;

/// <summary>What is wrong with combinations of options.</summary>
internal static class SlamChecks
{
    // Below this n_A − |V| images the teacher would have nothing to learn from.
    private const int LeastLabelled = 1;

    public static IEnumerable<Fault> Of(SlamOptions options)
    {
        foreach (var fault in options.Augmentation.Check("augmentation"))
            yield return fault;
        if (options.Augmentation.MixupAlpha > 0 || options.Augmentation.CutmixAlpha > 0)
        {
            yield return new Fault("mixed images have no pseudo-label of their own")
            {
                Key = options.Augmentation.MixupAlpha > 0 ? "augmentation.mixupAlpha" : "augmentation.cutmixAlpha",
                Found = "above 0",
                Expected = "0",
                Fix = "leave Mixup and CutMix out",
            };
        }

        if (options.ValidationFrom == ValidationOrigin.Labelled && options.Labelled - options.ValidationSize < LeastLabelled)
        {
            yield return new Fault("V takes all labelled images, and the teacher has none")
            {
                Key = "validationSize",
                Found = $"{options.ValidationSize}",
                Expected = $"below labelled, {options.Labelled}",
                Fix = "lower validationSize, or take V from the pool: \"validationFrom\": \"pool\"",
            };
        }

        if (options.LabelSource == LabelSource.Controlled && options.Distillation.Baseline() is not (Distillation.Vanilla or Distillation.Taylor))
        {
            yield return new Fault("controlled labels stand in for the teacher's in vanilla, slam, taylor and slam-taylor only: the other methods read the teacher itself")
            {
                Key = "labelSource",
                Found = "controlled",
                Expected = "teacher",
                Fix = "take one of these methods, or \"labelSource\": \"teacher\"",
            };
        }
    }
}
