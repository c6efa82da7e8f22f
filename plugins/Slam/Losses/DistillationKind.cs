namespace KdHost.Plugins.Slam;

/// <summary>A <see cref="Distillation"/> as a baseline, and whether the student's prediction is mixed in it: Eq. (16).</summary>
internal static class DistillationKind
{
    public static bool Mixes(this Distillation distillation) =>
        distillation is Distillation.Slam or Distillation.SlamTaylor or Distillation.SlamUps or Distillation.SlamVid or Distillation.SlamWeighted;

    public static Distillation Baseline(this Distillation distillation) => distillation switch
    {
        Distillation.Slam => Distillation.Vanilla,
        Distillation.SlamTaylor => Distillation.Taylor,
        Distillation.SlamUps => Distillation.Ups,
        Distillation.SlamVid => Distillation.Vid,
        Distillation.SlamWeighted => Distillation.Weighted,
        _ => distillation,
    };
}
