using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>stopping</c>: the rule that ends or pauses trials early. Names and defaults are those of Ray Tune where it has them.</summary>
internal static class StoppingSection
{
    public const string Key = "stopping";

    private const int GraceSteps = 1, ReductionFactor = 4, MinimumTrials = 3;
    private static readonly Dictionary<string, StoppingRule> Rules = Enum.GetValues<StoppingRule>().ToDictionary(rule => OptionJson.Word($"{rule}"));
    private static readonly Dictionary<StoppingRule, string[]> Keys = new()
    {
        [StoppingRule.Median] = ["rule", "metric", "graceSteps", "minimumTrials"],
        [StoppingRule.Asha] = ["rule", "metric", "graceSteps", "reductionFactor", "maximumSteps"],
    };

    public static StoppingSettings? Read(Declaration file, Objective objective)
    {
        if (file.Section(Key) is not { } section)
            return null;
        var expected = string.Join(" or ", Rules.Keys.Select(word => $"\"{word}\""));
        var word = file.Get<string>($"{Key}.rule", expected);
        if (word is null || !Rules.TryGetValue(word, out var rule))
        {
            if (word is not null || !section.ContainsKey("rule"))
                file.Add(file.At($"{Key}.rule", word is null ? "no rule is named" : "there is no such rule") with { Found = word ?? "nothing", Expected = expected, Fix = word is null ? "add \"rule\"" : Nearest.Fix(word, Rules.Keys.ToList()) });
            return null;
        }

        file.CheckKeys(section, $"{Key}.", Keys[rule]);
        var settings = new StoppingSettings(
            rule,
            ValidationMetric.Read(file, Key, objective),
            objective.Maximize,
            file.Count($"{Key}.graceSteps", 1, int.MaxValue) ?? GraceSteps,
            file.Count($"{Key}.reductionFactor", 2, 1000) ?? ReductionFactor,
            file.Count($"{Key}.maximumSteps", 1, int.MaxValue),
            file.Count($"{Key}.minimumTrials", 1, int.MaxValue) ?? MinimumTrials);
        if (settings.MaximumSteps <= settings.GraceSteps)
            file.Add(file.At($"{Key}.maximumSteps", "there is no rung") with { Found = $"{settings.MaximumSteps}", Expected = $"more than graceSteps, {settings.GraceSteps}", Fix = "raise maximumSteps or lower graceSteps" });
        return settings;
    }
}
