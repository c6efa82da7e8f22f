using KdHost.Sdk.Studies;

namespace KdHost.Plugins.Slam;

/// <summary>The distribution on which a convex loss without a model of the noise starts right and gets worse with data, while both SLaM rules learn it.</summary>
[Study("slam-adversarial", Title = "A distribution that defeats losses without a noise model")]
public sealed class AdversarialStudy : IStudy
{
    private const double Learned = 0.02, Defeated = 0.25, Early = 0.05;
    private const long First = 100;

    /// <inheritdoc/>
    public void Conclude(StudyResults results, StudyReport report)
    {
        foreach (var noise in results.Trials.GroupBy(trial => trial.Number("noise")))
            Conclude(report, noise.Key, [.. noise.GroupBy(trial => trial.Text("rule"))]);
    }

    /// <summary>Tables, figure and claims at one rate of noise.</summary>
    internal static void Conclude(StudyReport report, double noise, IReadOnlyList<IGrouping<string, StudyTrial>> rules)
    {
        long[] samples = [.. HalfspaceCurves.Samples(rules[0]).Where(count => count >= First && (Leads(count, 1) || Leads(count, 3)))];
        var (runs, last) = (HalfspaceCurves.Runs(rules[0]), samples[^1]);
        HalfspaceCurves.Print(report, Words.Invariant($"Error of the last iterate, η = {noise} ({runs} runs)"), rules, HalfspaceCurves.Last, samples);
        HalfspaceCurves.Print(report, Words.Invariant($"Error of the averaged iterate, η = {noise} ({runs} runs)"), rules, HalfspaceCurves.Averaged, samples);
        HalfspaceCurves.Plot(Words.Invariant($"Error against examples, η = {noise}"), rules, from: 10)
            .Save(report.Figure(Words.Invariant($"adversarial-{noise}"), Words.Invariant($"Error against examples on the adversarial distribution, η = {noise}: the logistic loss starts right and gets worse with data; the two SLaM rules lie on each other. Mean over {runs} runs.")));
        if (noise > 0.2)
            return; // the claims are about the rate at which all rules have converged
        foreach (var rule in rules.Where(rule => rule.Key is "slam" or "slam-reweighted"))
        {
            var error = HalfspaceCurves.At(rule, HalfspaceCurves.Last, [last])[0];
            report.Check(Words.Invariant($"{HalfspaceCurves.Name(rule.Key)} has learned the halfspace after {last:#,0} examples: error at most {Learned}"), error <= Learned, Words.Invariant($"{error:0.###}"));
        }

        if (rules.FirstOrDefault(rule => rule.Key == "logistic") is not { } logistic)
            return;
        var errors = HalfspaceCurves.At(logistic, HalfspaceCurves.Last, [First, last]);
        report.Check(
            Words.Invariant($"the logistic loss without a noise model starts right (error at most {Early} after {First} examples) and is worse after {last:#,0} (at least {Defeated})"),
            errors[0] <= Early && errors[1] >= Defeated,
            Words.Invariant($"{errors[0]:0.###}, then {errors[1]:0.###}"));
    }

    private static bool Leads(long count, int digit) => Math.Abs(Math.Log10(count / (double)digit) % 1) < 1e-9 || Math.Abs((Math.Log10(count / (double)digit) % 1) - 1) < 1e-9;
}
