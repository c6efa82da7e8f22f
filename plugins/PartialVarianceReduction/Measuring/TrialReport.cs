using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.PartialVarianceReduction.Measuring;

/// <summary>Logs the curves of a trial; steps of curves count evaluations, from 1.</summary>
internal sealed class TrialReport(Trial<PartialVarianceReductionOptions> trial, DistillationRun run, IReadOnlyList<string> labels, TrialTheory theory)
{
    private readonly PartialVarianceReductionOptions _options = trial.Options;

    private int Evaluations => _options.Epochs * _options.EvaluationsPerEpoch;

    /// <summary>Which evaluation is due after a step, counted from 1; null for none.</summary>
    /// <param name="step">Steps taken.</param>
    public int? EvaluationAt(long step)
    {
        var (epoch, place) = ((step - 1) / run.StepsPerEpoch, ((step - 1) % run.StepsPerEpoch) + 1);
        for (var part = 1; part <= _options.EvaluationsPerEpoch; part++)
        {
            if (place == Math.Max(1, (long)Math.Round((double)part * run.StepsPerEpoch / _options.EvaluationsPerEpoch)))
                return (int)(epoch * _options.EvaluationsPerEpoch) + part;
        }

        return null;
    }

    /// <summary>Logs an evaluation.</summary>
    /// <param name="numbers">For each metric one number a run.</param>
    /// <param name="evaluation">Which evaluation.</param>
    /// <exception cref="DivergedException">A loss is not finite.</exception>
    public void Log(Dictionary<string, double[]> numbers, int evaluation)
    {
        foreach (var (metric, values) in numbers)
        {
            for (var i = 0; i < values.Length; i++)
            {
                trial.Metrics.Log(MetricNames.Of(metric, labels[i]), values[i], evaluation);
                if (metric is MetricNames.TrainLoss or MetricNames.Excess)
                    Curve(metric, labels[i]).Add(values[i]);
            }
        }

        foreach (var loss in numbers[MetricNames.TrainLoss])
            DivergedException.ThrowIfNotFinite(loss, (evaluation + _options.EvaluationsPerEpoch - 1) / _options.EvaluationsPerEpoch);
    }

    /// <summary>Logs what is known at the end of an epoch only.</summary>
    /// <param name="cosines">Cosines of the epoch; emptied.</param>
    /// <param name="evaluation">Which evaluation has just been logged.</param>
    /// <param name="stepping">Time of the steps since the last evaluation that ended an epoch, evaluations included.</param>
    public void EndEpoch(List<double[]> cosines, int evaluation, TimeSpan stepping)
    {
        var epoch = (int)(run.State.Step / run.StepsPerEpoch);
        var lambda = run.LambdaAt(epoch - 1);
        if (_options.Distillation != DistillationForm.None)
            Log("lambda", [.. labels.Select((_, i) => lambda[i % lambda.Length])], evaluation);
        trial.Metrics.Log("work/gradient_evaluations", run.State.GradientEvaluations, evaluation);
        if (cosines.Count > 0)
        {
            foreach (var (metric, values) in CosineLog.Metrics(cosines))
                Log(metric, values, evaluation);
            CosineLog.SaveHistogram(trial.Artifacts, epoch, labels, cosines);
            cosines.Clear();
        }

        var rate = (double)run.StepsPerEpoch * _options.BatchSize * labels.Count / stepping.TotalSeconds;
        trial.Metrics.Log("throughput/samples_per_second", rate, evaluation);
        trial.Progress.Report(new TrialProgress("student", epoch, _options.Epochs, rate));
    }

    /// <summary>Logs plateaus and what the theory says, and keeps the students.</summary>
    public void Conclude()
    {
        var metric = run.State.Curves.ContainsKey(Key(MetricNames.Excess, labels[0])) ? MetricNames.Excess : MetricNames.TrainLoss;
        var tail = Math.Max(1, (int)Math.Round(_options.PlateauFraction * Evaluations));
        var plateaus = labels.Select(label => Curve(metric, label).TakeLast(tail).Average()).ToArray();
        Log(MetricNames.Plateau, plateaus, Evaluations);
        trial.Metrics.Log("best/plateau", plateaus.Min(), Evaluations);
        trial.Metrics.Log("best/lambda", run.LambdaAt(0)[Array.IndexOf(plateaus, plateaus.Min()) % _options.Lambda.Count], Evaluations);
        theory.Log(trial.Metrics, Evaluations);
        trial.Artifacts.Save("student/stack.safetensors", path => Safetensors.Save(path, run.Student.State));
    }

    private static string Key(string metric, string label) => MetricNames.Of(metric, label);

    private void Log(string metric, double[] values, int evaluation)
    {
        for (var i = 0; i < values.Length; i++)
            trial.Metrics.Log(MetricNames.Of(metric, labels[i]), values[i], evaluation);
    }

    private List<double> Curve(string metric, string label)
    {
        if (!run.State.Curves.TryGetValue(Key(metric, label), out var curve))
            run.State.Curves[Key(metric, label)] = curve = [];
        return curve;
    }
}
