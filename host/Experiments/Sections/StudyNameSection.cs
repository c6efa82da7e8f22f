using KdHost.Host.Plugins;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>study</c>: the study that concludes the grid.</summary>
internal static class StudyNameSection
{
    public const string Key = "study";

    public static string? Read(Declaration file) => file.Get<string>(Key, "the name of a study");

    /// <summary>The fault of an experiment that names a study which no plugin has; null when all is well.</summary>
    public static Fault? Unknown(Experiment experiment, MethodCatalog methods) => experiment.Study is not { } study || methods.Studies.ContainsKey(study) ? null
        : experiment.Source.At(Key, "there is no such study") with
        {
            Found = study,
            Expected = methods.Studies.Count > 0 ? $"one of: {string.Join(", ", methods.Studies.Keys)}" : "a plugin with a study",
            Fix = Nearest.Fix(study, [.. methods.Studies.Keys]),
        };
}
