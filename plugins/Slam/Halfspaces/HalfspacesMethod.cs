using System.Diagnostics;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.Slam;

/// <summary>
/// <para>
/// The theory of SLaM made runnable, without a network or a tensor: learning a halfspace with margin γ from labels that are flipped with probability η (random classification noise), one fresh example a step.
/// Equation numbers are those of README.md beside this file.
/// </para>
/// <code>
/// f = σ(w·x),  β = 1 − 2η,  p = η + β f                   (17)
/// ℓ = −y ln p − (1−y) ln(1−p)                             (18)  SLaM: a forward-adjusted loss, not convex
/// w ← w + μ β (y − p) x                                   (19)  its re-weighted step; error ≤ ε after at most 16/(β²γ²ε²) steps with μ = εΛ/4, Λ = ln(4/ε)
/// </code>
/// <para>What it shows: the number of examples grows as 1/(β²γ²); a loss without a model of the noise can start right and get worse with data; and the vanishing gradient of (18) that (19) cures.</para>
/// </summary>
[Method("slam-halfspaces", Title = "Student-label mixing on halfspaces with noise", Paper = "Kontonis et al., SLaM: Student-Label Mixing for Distillation with Unlabeled Examples, NeurIPS 2023")]
public sealed class HalfspacesMethod : Method<HalfspacesOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<HalfspacesOptions> trial)
    {
        var options = trial.Options;
        var distribution = HalfspaceDistribution.Of(options, trial.Seed);
        var scale = Math.Pow((1 - (2 * options.Noise)) * distribution.Margin, 2); // β²γ²
        var samples = options.RelativeSamples is { } multiple ? (int)Math.Ceiling(multiple / scale) : options.Samples;
        var points = HalfspaceRun.EvaluationPoints(samples, options.EvaluateEvery);
        var sums = trial.Checkpoints.Latest is { } folder ? HalfspaceSums.Load(folder) : HalfspaceSums.Empty(points.Length);
        var assumedNoise = AssumedNoise(options, trial.Seed);
        while (sums.Runs < options.Runs)
        {
            if (trial.Cancellation.IsCancellationRequested)
            {
                trial.Checkpoints.Save(sums.Save);
                trial.Cancellation.ThrowIfCancellationRequested();
            }

            var watch = Stopwatch.StartNew();
            HalfspaceRun.Go(distribution, options, assumedNoise, points, Stream("halfspace run"), Stream("halfspace held out"), sums.Add);
            sums.Runs++;
            if (trial.Checkpoints.Due)
                trial.Checkpoints.Save(sums.Save);
            trial.Progress.Report(new TrialProgress("runs", sums.Runs, options.Runs, samples / watch.Elapsed.TotalSeconds));
        }

        Report(trial, points, sums, scale);

        RandomStream Stream(string purpose) => new(Seeds.Derive(trial.Seed, purpose, sums.Runs));
    }

    // η is known, or the share of flipped labels in a validation sample; and wrong by the offset.
    private static double AssumedNoise(HalfspacesOptions options, long seed)
    {
        const double Largest = 0.499;
        var noise = options.Noise;
        if (options.NoiseSamples is { } samples)
        {
            var random = new RandomStream(Seeds.Derive(seed, "halfspace validation"));
            noise = Enumerable.Range(0, samples).Count(_ => random.NextChance(options.Noise)) / (double)samples;
        }

        return Math.Clamp(noise + options.NoiseOffset, 0, Largest);
    }

    private static void Report(Trial<HalfspacesOptions> trial, int[] points, HalfspaceSums sums, double scale)
    {
        for (var point = 0; point < points.Length; point++)
        {
            trial.Metrics.Log("error/last", sums.Last[point] / sums.Runs, points[point]);
            trial.Metrics.Log("error/last_sd", sums.Spread(point), points[point]);
            trial.Metrics.Log("error/averaged", sums.Averaged[point] / sums.Runs, points[point]);
            trial.Metrics.Log("error/held_out", sums.HeldOut[point] / sums.Runs, points[point]);
        }

        var reached = Array.FindIndex(sums.Last, sum => sum / sums.Runs <= trial.Options.TargetError);
        if (reached < 0)
            return;
        trial.Metrics.Log("samples/to_target", points[reached], points[^1]);
        trial.Metrics.Log("samples/to_target_scaled", points[reached] * scale, points[^1]); // T*·β²γ²
    }
}
