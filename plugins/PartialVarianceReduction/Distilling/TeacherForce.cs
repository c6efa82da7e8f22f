using KdHost.Plugins.PartialVarianceReduction.Networks;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>
/// What a teacher does to a step: it changes the residuals of the samples, and where gradients of student and teacher are not of one kind it subtracts a gradient
/// of its own; a constant drift adds the full gradient and the teacher's part of the weight decay.
/// </summary>
public sealed class TeacherForce : IDisposable
{
    private const int Chunk = 5000; // samples that are looked at together in passes over all of them

    private readonly PartialVarianceReductionOptions _options;
    private readonly Samples _samples;
    private readonly DistilledNetwork _student;
    private readonly DistilledNetwork? _fixed;
    private readonly ResidualTable _table;
    private DistilledNetwork? _moving, _each;
    private Blocks? _fullGradient, _drift;
    private torch.Tensor? _lambda;
    private double[]? _given;

    /// <summary>Makes the force of a teacher.</summary>
    /// <param name="options">The iteration.</param>
    /// <param name="samples">Training samples.</param>
    /// <param name="student">The students.</param>
    /// <param name="teacher">A teacher that stands still; null for none or a moving one.</param>
    public TeacherForce(PartialVarianceReductionOptions options, Samples samples, DistilledNetwork student, DistilledNetwork? teacher)
    {
        (_options, _samples, _student, _fixed) = (options, samples, student, teacher);
        // A second backward pass is needed where the teacher's gradient is no function of the student's.
        SubtractsGradient = options.Distillation == DistillationForm.Gradient && !student.IsLinear;
        _table = new ResidualTable(samples.Labels, SubtractsGradient ? DistillationForm.Loss : options.Distillation, options.Loss, options.Temperature);
    }

    /// <summary>Whether the teacher is a snapshot of the student.</summary>
    public bool IsMoving => _options.Iteration is Iteration.Svrg or Iteration.Lsvrg or Iteration.MovingTeacher or Iteration.RepeatedDistillation;

    /// <summary>Whether there is a teacher at present.</summary>
    public bool HasTeacher => _table.HasTeacher;

    /// <summary>The teacher at present.</summary>
    public DistilledNetwork? Teacher => HasTeacher ? _fixed ?? _moving : null;

    /// <summary>What pulls the samples.</summary>
    public ResidualTable Table => _table;

    /// <summary>What each step adds whatever its samples; null for nothing.</summary>
    public Blocks? Drift => _drift;

    /// <summary>Gradients that a sample costs in a step.</summary>
    public int EvaluationsPerSample => SubtractsGradient && HasTeacher ? 2 : 1;

    private bool SubtractsGradient { get; }

    /// <summary>Takes a new λ for the teacher at hand.</summary>
    /// <param name="lambda">λ of each run.</param>
    /// <param name="isResumed">Whether the passes over all samples were counted before.</param>
    /// <returns>Gradients of single samples that it took.</returns>
    public long SetLambda(IReadOnlyList<double> lambda, bool isResumed)
    {
        if ((_fixed ?? _moving) is not { } teacher || _options.Distillation == DistillationForm.None)
            return 0;
        if (_given is not null && lambda.SequenceEqual(_given))
            return 0;
        var work = _fullGradient is null && _options.Unbiased && !isResumed ? _samples.Count : 0;
        Refresh(teacher, lambda);
        return work;
    }

    /// <summary>Makes a copy of the student the teacher.</summary>
    /// <param name="state">The student's parameters and buffers.</param>
    /// <param name="lambda">λ of each run.</param>
    /// <returns>Gradients of single samples that it took.</returns>
    public long SetSnapshot(IEnumerable<KeyValuePair<string, torch.Tensor>> state, IReadOnlyList<double> lambda)
    {
        _moving ??= _student.Like(_student.Replicates, _student.Runs);
        _moving.CopyFrom(state);
        _fullGradient?.Dispose();
        _fullGradient = null;
        Refresh(_moving, lambda);
        return _options.Unbiased ? _samples.Count : 0;
    }

    /// <summary>The gradient that moves the student, without its weight decay, in the current dispose scope.</summary>
    /// <param name="batch">Some samples.</param>
    public Blocks Gradient(Minibatch batch)
    {
        var gradient = SubtractsGradient && HasTeacher ? Modified(batch) : _student.Gradient(batch.Inputs, logits => Mean(_table.Residual(logits, batch.Index), batch));
        if (_drift is null)
            return gradient;
        using var noGradient = torch.no_grad();
        return gradient.Map((block, i) => block.Values + _drift[i].Values);
    }

    /// <summary>The cosine of Eq. (E9) of each run: the gradient of the loss form against <c>∇f_ξ(x) − λ∇f_ξ(θ)</c>, at the same x and samples.</summary>
    /// <param name="batch">Some samples.</param>
    public double[] Cosine(Minibatch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var mode = new StoredStatistics(_student);
        var loss = _student.Gradient(batch.Inputs, logits => Mean(_table.Residual(logits, batch.Index), batch));
        var modified = Modified(batch);
        using var noGradient = torch.no_grad();
        return [.. Blocks.Cosine(loss, modified).flatten().data<double>()];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _table.Dispose();
        _moving?.Dispose();
        _each?.Dispose();
        _fullGradient?.Dispose();
        _drift?.Dispose();
        _lambda?.Dispose();
    }

    /// <summary>The logits of all samples, without gradients.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs"><c>[N, D]</c>.</param>
    /// <returns><c>[S, N, K, C]</c>, in the current dispose scope.</returns>
    public static torch.Tensor AllLogits(DistilledNetwork network, torch.Tensor inputs)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var parts = new List<torch.Tensor>();
        for (var start = 0L; start < inputs.shape[0]; start += Chunk)
            parts.Add(network.Logits(inputs.narrow(0, start, Math.Min(Chunk, inputs.shape[0] - start)).unsqueeze(0)));
        return torch.cat(parts, 1).MoveToOuterDisposeScope();
    }

    /// <summary>∇f: the exact mean over all samples of the gradient against the labels, without weight decay.</summary>
    /// <param name="network">The network.</param>
    /// <returns>A gradient of the caller's own.</returns>
    public Blocks FullGradient(DistilledNetwork network)
    {
        using var noGradient = network is CatalogNetwork ? null : torch.no_grad();
        using var mode = new StoredStatistics(network);
        var sum = network.Parameters.Map((block, _) => torch.zeros_like(block.Values).DetachFromDisposeScope());
        using Scalar count = _samples.Count;
        for (var start = 0L; start < _samples.Count; start += Chunk)
        {
            using var scope = torch.NewDisposeScope();
            var size = (int)Math.Min(Chunk, _samples.Count - start);
            var inputs = _samples.Inputs.narrow(0, start, size).unsqueeze(0).expand(network.Replicates, size, -1);
            var index = torch.arange(start, start + size, torch.ScalarType.Int64).repeat(network.Replicates);
            var part = network.Gradient(inputs, logits => _table.LabelResidual(logits, index).div_(count));
            using var still = torch.no_grad();
            foreach (var (place, block) in sum.Index())
                block.Values.add_(part[place].Values);
        }

        return sum;
    }

    private static torch.Tensor Mean(torch.Tensor residual, Minibatch batch)
    {
        using Scalar size = batch.Size;
        return residual.div_(size);
    }

    // ∇f_ξ(x) − λ∇f_ξ(θ) with a backward pass for each, Eq. (E4) for any network.
    private Blocks Modified(Minibatch batch)
    {
        Blocks Plain(DistilledNetwork network) => network.Gradient(batch.Inputs, logits => Mean(_table.LabelResidual(logits, batch.Index), batch));
        var own = Plain(_student);
        var teacher = Plain(_each ?? Teacher!);
        using var noGradient = torch.no_grad();
        return own.Minus(_lambda!, teacher);
    }

    private void Refresh(DistilledNetwork teacher, IReadOnlyList<double> lambda)
    {
        using var scope = torch.NewDisposeScope();
        _given = [.. lambda];
        _lambda?.Dispose();
        _lambda = torch.tensor(_given).to(_samples.Inputs.dtype).DetachFromDisposeScope();
        _table.Update(AllLogits(teacher, _samples.Inputs), _lambda);
        if (_student.Replicates > 1 && teacher.Replicates == 1 && teacher is StackedNetwork && _each is null && !_student.IsLinear)
        {
            _each = teacher.Like(_student.Replicates, 1); // each sample order has samples of its own, so the teacher's gradient is its own
            _each.CopyFrom(teacher.State);
        }

        if (_options.Unbiased)
            _fullGradient ??= FullGradient(teacher);
        UpdateDrift(teacher);
    }

    // + λ∇f(θ), and − λwθ for the teacher's part of the decay, Eq. (E6); both at once cancel the latter.
    private void UpdateDrift(DistilledNetwork teacher)
    {
        _drift?.Dispose();
        _drift = null;
        if (!_options.Unbiased && _options.TeacherWeightDecay == 0)
            return;
        using var noGradient = torch.no_grad();
        var lambda = _lambda!;
        _drift = _student.Parameters.Map((block, i) =>
        {
            using var inner = torch.NewDisposeScope();
            var push = _options.Unbiased ? _fullGradient![i].Values : Decay(teacher.Parameters[i]);
            return (block.Spread(lambda) * push).DetachFromDisposeScope();
        });
    }

    private torch.Tensor Decay(Block block)
    {
        var decay = block.Values * -_options.TeacherWeightDecay;
        if (!_options.DecayBias && block.WeightRows < decay.shape[1])
            decay.narrow(1, block.WeightRows, decay.shape[1] - block.WeightRows).zero_();
        return decay;
    }
}
