using System.Diagnostics;
using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Measuring;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using Microsoft.Extensions.Logging;

namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>
/// <para>
/// M. Safaryan, A. Peste, D. Alistarh, "Knowledge Distillation Performs Partial Variance Reduction", NeurIPS 2023, https://arxiv.org/abs/2305.17581.
/// </para>
/// <para>With student x, teacher θ, minibatch ξ, labels b, <c>r = p − b</c> the residual of the softmax:</para>
/// <code>
/// f_ξ^λ(x)  = (1 − λ) CE(b, p_x) + λ CE(p_θ, p_x)                           (E2)
/// ∇f_ξ(x)   = (r_x) aᵀ                                    linear models     (E3)
/// ∇f_ξ^λ(x) = ∇f_ξ(x) − λ∇f_ξ(θ)                          exactly           (E4)
/// ∇f_ξ^λ(x) = J(x)ᵀ(r_x − λ r_θ) ≈ ∇f_ξ(x) − λ∇f_ξ(θ)     networks          (E9)
/// x⁺        = C(x − γ(∇f_ξ(x) − λ∇f_ξ(θ) + [λ∇f(θ)]))                      (E10)
/// </code>
/// <para>
/// This is SVRG's control variate without its re-centring term, so noise falls and a bias of λ∇f(θ) stays: partial variance reduction. What λ is best follows
/// from the moments of the gradients, (E11) to (E16).
/// </para>
/// <para>Deviations: see README.md beside this file. Expected result: for a teacher near the optimum the plateau of SGD falls as (1 − λ)².</para>
/// </summary>
[Method("partial-variance-reduction", Title = "Distillation as partial variance reduction", Paper = "Safaryan, Peste and Alistarh, Knowledge Distillation Performs Partial Variance Reduction, NeurIPS 2023")]
public sealed class PartialVarianceReductionMethod : Method<PartialVarianceReductionOptions>
{
    /// <inheritdoc/>
    protected override IEnumerable<Fault> Check(PartialVarianceReductionOptions options) => OptionChecks.Check(options);

    /// <inheritdoc/>
    protected override void Run(Trial<PartialVarianceReductionOptions> trial)
    {
        var faults = OptionChecks.Check(trial.Options).ToList();
        if (faults.Count > 0)
            throw new FaultException(faults);
        trial = new Trial<PartialVarianceReductionOptions>(trial.Options.Resolved(), trial);
        using var data = StudyData.Load(trial);
        var options = trial.Options with { BatchSize = Math.Min(trial.Options.BatchSize, data.Training.Count) };
        trial = new Trial<PartialVarianceReductionOptions>(options, trial);
        long[] seeds = [trial.Seed, .. Enumerable.Range(1, options.Replicates - 1).Select(replicate => Seeds.Derive(trial.Seed, "replicate", replicate))];

        using var student = NetworkFactory.Create(trial, data, options.Network, seeds, options.Lambda.Count);
        using var compressor = new Compressor(options, student, seeds);
        using var teacher = options.HasFixedTeacher() ? TeacherSource.Get(trial, data, compressor.Masks) : null;
        using var theory = new TrialTheory(trial, data, student, teacher, compressor.Masks);
        var lambda = options.Lambda.Select(one => one.Value ?? theory.Estimates?[one.Estimator!.Value] ?? 0).ToArray();
        foreach (var warning in OptionChecks.Warnings(options, lambda))
            trial.Log.LogWarning("{Warning}", warning);

        var labels = MetricNames.Labels(options.Lambda, options.Replicates);
        List<double[]> cosines = [];
        using var run = new DistillationRun(options, data.Training, student, teacher, lambda, seeds)
        {
            Measured = student.IsLinear || options.MeasureEvery == 0 ? null : cosines.Add,
            Estimate = theory.EstimatesOnline ? epoch => theory.Reestimate(student, epoch, lambda) : null,
        };
        if (trial.Checkpoints.Latest is { } folder)
        {
            run.Load(folder);
            cosines.AddRange(run.State.Cosines);
        }

        void Save(string path)
        {
            run.State.Cosines.Clear();
            run.State.Cosines.AddRange(cosines);
            run.Save(path);
        }

        var report = new TrialReport(trial, run, labels, theory);
        var evaluator = new Evaluator(data, options, theory.Minimum);
        var watch = Stopwatch.StartNew();
        while (run.State.Step < (long)options.Epochs * run.StepsPerEpoch)
        {
            Interruption.Check(trial.Checkpoints, Save, trial.Cancellation);
            run.Step();
            if (report.EvaluationAt(run.State.Step) is not { } evaluation)
                continue;
            var isEpochEnd = run.State.Step % run.StepsPerEpoch == 0;
            var stepping = watch.Elapsed;
            report.Log(evaluator.At(run, isEpochEnd), evaluation);
            if (isEpochEnd)
            {
                report.EndEpoch(cosines, evaluation, stepping);
                watch.Restart();
                if (trial.Checkpoints.Due)
                    trial.Checkpoints.Save(Save);
            }
        }

        report.Conclude();
    }
}
