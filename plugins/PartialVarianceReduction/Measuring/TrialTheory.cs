using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Measuring;

/// <summary>
/// What the theory says of a trial: the optimum, the teacher's quality, the gradient moments and the four estimates of λ. Linear models are looked at at x̂, the
/// minimum that L-BFGS finds; for networks the present student stands for the optimum and λ is estimated anew at each epoch.
/// </summary>
internal sealed class TrialTheory : IDisposable
{
    private readonly PartialVarianceReductionOptions _options;
    private readonly StudyData _data;
    private readonly DistilledNetwork? _teacher;
    private readonly Dictionary<string, double> _numbers = [];
    private readonly ResidualTable _labels;

    public TrialTheory(Trial<PartialVarianceReductionOptions> trial, StudyData data, DistilledNetwork student, DistilledNetwork? teacher, IReadOnlyList<torch.Tensor?> masks)
    {
        (_options, _data, _teacher) = (trial.Options, data, teacher);
        _labels = new ResidualTable(data.Training.Labels, DistillationForm.None, _options.Loss, temperature: 1);
        if (student.IsLinear && (_options.WeightDecay > 0 || IsEstimated || (teacher is not null && _options.Teacher.Kind == TeacherKind.Lbfgs)))
        {
            using var mask = TeacherSource.MaskOf(masks, data);
            using var optimum = Optimum.Get(trial, _options, data, mask, _options.Teacher.Iterations);
            // Without decay the minimum is at infinity or nearly so, and excess would measure L-BFGS.
            Minimum = _options.WeightDecay > 0 ? optimum.Value : null;
            LogOptimum(optimum);
            if (teacher is not null)
                LogMoments(optimum, teacher);
        }

        if (teacher is not null)
            LogTeacher(teacher);
    }

    /// <summary>f*; null where it is not known.</summary>
    public double? Minimum { get; }

    /// <summary>The four estimates at x̂; null for networks and without a teacher.</summary>
    public LambdaEstimates? Estimates { get; private set; }

    /// <summary>Whether λ is estimated at the start of each epoch, from the present student.</summary>
    public bool EstimatesOnline => IsEstimated && Estimates is null && _teacher is not null;

    private bool IsEstimated => _options.Lambda.Any(lambda => lambda.Estimator is not null);

    /// <summary>λ of each run, with the students as they are in place of the optimum.</summary>
    /// <param name="student">The students.</param>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="given">λ that are given as numbers.</param>
    public double[] Reestimate(DistilledNetwork student, int epoch, IReadOnlyList<double> given)
    {
        using var each = student.Replicates > 1 ? _teacher!.Like(student.Replicates, 1) : null;
        each?.CopyFrom(_teacher!.State);
        var moments = GradientSampling.OfPair(student, each ?? _teacher!, _data.Training, _labels, _options.BatchSize, Math.Max(2, _options.MomentBatches), Seeds.Derive(_options.Teacher.Seed, "estimate", epoch));
        var gaps = Gaps(student);
        return [.. _options.Lambda.Select((choice, i) => choice.Estimator is { } estimator
            ? Math.Clamp(LambdaEstimates.Of(moments[i], _options.LearningRate, _options.WeightDecay, BoundOfSmoothness, gaps[i])[estimator], 0, 1)
            : given[i])];
    }

    /// <summary>Logs everything that is known.</summary>
    /// <param name="metrics">Where.</param>
    /// <param name="step">At which step.</param>
    public void Log(IMetrics metrics, int step)
    {
        foreach (var (name, value) in _numbers)
            metrics.Log(name, value, step);
    }

    public void Dispose() => _labels.Dispose();

    // ½ λ_max(E aaᵀ) bounds the curvature of the softmax in its last layer.
    private double BoundOfSmoothness => field > 0 ? field : field = ComputeBound();

    private double ComputeBound()
    {
        using var scope = torch.NewDisposeScope();
        var moments = _data.Training.Inputs.transpose(0, 1).mm(_data.Training.Inputs) / _data.Training.Count;
        return (Sdk.Training.PowerIteration.LargestEigenvalue(moments.matmul, torch.ones(moments.shape[0])) / 2) + _options.WeightDecay;
    }

    private double[] Gaps(DistilledNetwork student)
    {
        using var scope = torch.NewDisposeScope();
        var gap = (Loss(_teacher!) - Loss(student)).abs();
        return [.. gap.expand(student.Replicates, student.Runs).flatten().data<double>()];
    }

    private torch.Tensor Loss(DistilledNetwork network) => DistillationFormulas
        .SampleLosses(TeacherForce.AllLogits(network, _data.Training.Inputs), _data.Training.Labels.view(1, _data.Training.Count, 1, -1), _options.Loss)
        .mean([1], type: torch.ScalarType.Float64);

    private void LogOptimum(Optimum optimum)
    {
        _numbers["optimum/objective"] = optimum.Value;
        _numbers["optimum/gradient_norm"] = optimum.GradientNorm;
        _numbers["optimum/iterations"] = optimum.Iterations;
        _numbers["optimum/smoothness"] = optimum.Smoothness;
        _numbers["optimum/smoothness_bound"] = BoundOfSmoothness;
        using var norm = optimum.Weights.norm();
        _numbers["optimum/norm"] = norm.item<double>();
    }

    private void LogMoments(Optimum optimum, DistilledNetwork teacher)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, labels) = (_data.Training.Inputs, _data.Training.Labels);
        var (point, theta) = (optimum.Weights.to(inputs.dtype), teacher.Parameters[0].Values.flatten(1).view(inputs.shape[1], -1));
        torch.Tensor Residual(torch.Tensor weights) => DistillationFormulas.Residual(inputs.mm(weights), labels, _options.Loss);
        using var decay = LinearObjective.DecayOf(_data.Training, _options);
        var moments = GradientMoments.OfLinear(inputs, Residual(point), Residual(theta), decay * optimum.Weights, decay * (_options.TeacherWeightDecay / Math.Max(_options.WeightDecay, double.Epsilon)) * theta, _options.BatchSize);
        var gap = Loss(teacher).item<double>() + ((decay * theta * theta).sum().item<double>() / 2) - optimum.Value;
        Estimates = LambdaEstimates.Of(moments, _options.LearningRate, _options.WeightDecay, optimum.Smoothness, Math.Max(0, gap));
        _numbers["teacher/excess"] = gap;
        foreach (var estimator in Enum.GetValues<LambdaEstimator>())
            _numbers[$"estimate/{estimator.ToString().ToLowerInvariant()}"] = Estimates[estimator];
        _numbers["moments/covariance_x"] = moments.CovarianceX;
        _numbers["moments/covariance_teacher"] = moments.CovarianceTeacher;
        _numbers["moments/covariance"] = moments.Covariance;
        _numbers["moments/mean_x"] = moments.MeanX;
        _numbers["moments/mean_teacher"] = moments.MeanTeacher;
        _numbers["moments/mean"] = moments.Mean;
    }

    private void LogTeacher(DistilledNetwork teacher)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        _numbers["teacher/train_loss"] = Loss(teacher).item<double>();
        double Accuracy(Samples samples) => 100 * TeacherForce.AllLogits(teacher, samples.Inputs).squeeze(2).squeeze(0).argmax(1).eq(samples.Classes).to(torch.ScalarType.Float64).mean().item<double>();
        _numbers["teacher/train_accuracy"] = Accuracy(_data.Training);
        _numbers["teacher/test_accuracy"] = Accuracy(_data.Test);
    }
}
