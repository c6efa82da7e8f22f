using System.Text.Json;
using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>
/// The iteration of Eq. (E10) for a stack of runs, <c>x⁺ = C(x − γ(∇f_ξ(x) − λ∇f_ξ(θ) + [λ∇f(θ)]))</c>, with a teacher that stands still or is a snapshot of the student.
/// Sample orders and draws are functions of (seed, epoch or step), so counters and tensors are all that a checkpoint holds.
/// </summary>
public sealed class DistillationRun : IDisposable
{
    private const string StateFile = "state.json", TensorFile = "tensors.safetensors", StudentPrefix = "student.", TeacherPrefix = "teacher.", VelocityPrefix = "velocity.";

    private readonly PartialVarianceReductionOptions _options;
    private readonly Samples _samples;
    private readonly TeacherForce _force;
    private readonly Compressor _compressor;
    private readonly Blocks? _velocity;
    private readonly double[] _lambda;
    private torch.Tensor? _order;
    private int _orderEpoch = -1;

    /// <summary>Prepares a run; its student has its initial weights already.</summary>
    /// <param name="options">The iteration.</param>
    /// <param name="samples">Training samples.</param>
    /// <param name="student">The students; the caller's.</param>
    /// <param name="teacher">A teacher that stands still, one run; null for none or a moving one. The caller's.</param>
    /// <param name="lambda">λ of each run.</param>
    /// <param name="seeds">One seed a sample order.</param>
    public DistillationRun(PartialVarianceReductionOptions options, Samples samples, DistilledNetwork student, DistilledNetwork? teacher, IReadOnlyList<double> lambda, IReadOnlyList<long> seeds)
    {
        (_options, _samples, Student, Seeds, _lambda) = (options, samples, student, seeds, [.. lambda]);
        LearningRate = _ => options.LearningRate;
        Order = epoch => [.. seeds.Select(seed => new RandomStream(Sdk.Randomness.Seeds.Derive(seed, "order", epoch)).Permutation(samples.Count))];
        _force = new TeacherForce(options, samples, student, teacher);
        _compressor = new Compressor(options, student, seeds);
        _compressor.Apply(student.Parameters, step: -1);
        _velocity = options.Momentum > 0 ? student.Parameters.Map((block, _) => torch.zeros_like(block.Values).DetachFromDisposeScope()) : null;
    }

    /// <summary>The students.</summary>
    public DistilledNetwork Student { get; }

    /// <summary>One seed a sample order.</summary>
    public IReadOnlyList<long> Seeds { get; }

    /// <summary>How far the run is.</summary>
    public RunState State { get; private set; } = new();

    /// <summary>γ of an epoch, counted from 0.</summary>
    public Func<int, double> LearningRate { get; init; }

    /// <summary>The order of the samples of an epoch, one list a sample order, all equally long.</summary>
    public Func<int, IReadOnlyList<int[]>> Order { get; init; }

    /// <summary>Gives a new λ of each run at the start of an epoch; null for λ as it was given.</summary>
    public Func<int, double[]?>? Estimate { get; init; }

    /// <summary>Is given the cosine of Eq. (E9) of each run where it is measured.</summary>
    public Action<double[]>? Measured { get; init; }

    /// <summary>The teacher at present; null before the first snapshot and without one.</summary>
    public DistilledNetwork? Teacher => _force.Teacher;

    /// <summary>What pulls the samples at present.</summary>
    public TeacherForce Force => _force;

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => (OrderLength + _options.BatchSize - 1) / _options.BatchSize;

    private int OrderLength => _order is null ? _samples.Count : (int)_order.shape[1];

    /// <summary>λ of each run in an epoch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    public double[] LambdaAt(int epoch) => State.EstimatedLambda ?? Array.ConvertAll(_lambda, one => LambdaSchedules.At(_options.LambdaSchedule, one, _options.LambdaMax, epoch));

    /// <summary>Takes one step.</summary>
    public void Step()
    {
        BeginEpoch((int)(State.Step / StepsPerEpoch));
        var (epoch, place) = ((int)(State.Step / StepsPerEpoch), (int)(State.Step % StepsPerEpoch));
        if (SnapshotIsDue())
            TakeSnapshot(epoch);

        using var noGradient = Student is CatalogNetwork ? null : torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var size = Math.Min(_options.BatchSize, OrderLength - (place * _options.BatchSize));
        var index = _order!.narrow(1, place * _options.BatchSize, size).reshape(-1);
        var batch = new Minibatch(_samples.Inputs.index_select(0, index).view(Student.Replicates, size, -1), index, size);
        if (Measured is not null && _force.HasTeacher && State.Step % _options.MeasureEvery == 0)
            Measured(_force.Cosine(batch));
        var gradient = _force.Gradient(batch);
        if (CoinFalls())
            TakeSnapshot(epoch); // L-SVRG: the point before the step
        using (torch.no_grad())
            Move(gradient, LearningRate(epoch));
        if (_options.Compression != CompressionKind.None)
            _compressor.Apply(Student.Parameters, State.Step);
        State.GradientEvaluations += size * _force.EvaluationsPerSample;
        State.Step++;
    }

    /// <summary>Writes a checkpoint's files.</summary>
    /// <param name="folder">Where.</param>
    public void Save(string folder)
    {
        using var scope = torch.NewDisposeScope();
        static IEnumerable<KeyValuePair<string, torch.Tensor>> Under(string prefix, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors) => tensors.Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value));
        State.HasMovingTeacher = _force.IsMoving && _force.HasTeacher;
        var teacher = State.HasMovingTeacher ? Under(TeacherPrefix, _force.Teacher!.State) : [];
        Safetensors.Save(Path.Combine(folder, TensorFile), [.. Under(StudentPrefix, Student.State), .. teacher, .. _velocity?.Named(VelocityPrefix) ?? []]);
        File.WriteAllText(Path.Combine(folder, StateFile), JsonSerializer.Serialize(State));
    }

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="folder">Where it is.</param>
    public void Load(string folder)
    {
        using var scope = torch.NewDisposeScope();
        State = JsonSerializer.Deserialize<RunState>(File.ReadAllText(Path.Combine(folder, StateFile)))!;
        var tensors = Safetensors.Load(Path.Combine(folder, TensorFile));
        IEnumerable<KeyValuePair<string, torch.Tensor>> Part(string prefix) => tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value));
        Student.CopyFrom(Part(StudentPrefix));
        foreach (var (name, values) in Part(VelocityPrefix))
            _velocity!.Single(block => block.Name == name).Values.copy_(values);
        if (State.HasMovingTeacher)
            _force.SetSnapshot(Part(TeacherPrefix), LambdaAt((int)(State.Step / StepsPerEpoch)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _order?.Dispose();
        _velocity?.Dispose();
        _force.Dispose();
        _compressor.Dispose();
    }

    private void BeginEpoch(int epoch)
    {
        if (_orderEpoch == epoch)
            return;
        using var scope = torch.NewDisposeScope();
        var orders = Order(epoch);
        _order?.Dispose();
        _order = torch.stack(orders.Select(order => torch.tensor(Array.ConvertAll(order, one => (long)one)))).DetachFromDisposeScope();
        _orderEpoch = epoch;
        if (State.Step % StepsPerEpoch == 0 && Estimate?.Invoke(epoch) is { } estimate)
            State.EstimatedLambda = estimate;
        if (!_force.IsMoving)
            State.GradientEvaluations += _force.SetLambda(LambdaAt(epoch), isResumed: State.Step % StepsPerEpoch != 0);
        else if (_force.HasTeacher)
            _force.SetLambda(LambdaAt(epoch), isResumed: true);
    }

    private bool SnapshotIsDue()
    {
        if (!_force.IsMoving || _options.Iteration == Iteration.Lsvrg)
            return false;
        var since = State.Step - ((_options.SnapshotStart - 1L) * StepsPerEpoch);
        return since >= 0 && since % Math.Max(1, (long)Math.Round(_options.SnapshotEvery * StepsPerEpoch)) == 0;
    }

    // The first step has no teacher yet, so it always takes one.
    private bool CoinFalls()
    {
        if (_options.Iteration != Iteration.Lsvrg)
            return false;
        var probability = _options.SnapshotProbability ?? Math.Min(1, (double)_options.BatchSize / _samples.Count);
        return State.Step == 0 || Sdk.Randomness.Seeds.Stream(Sdk.Randomness.Seeds.Derive(Seeds[0], "coin"), State.Step).NextChance(probability);
    }

    private void TakeSnapshot(int epoch) => State.GradientEvaluations += _force.SetSnapshot(Student.State, LambdaAt(epoch));

    private void Move(Blocks gradient, double rate)
    {
        using Scalar down = -rate, keep = 1 - (rate * _options.WeightDecay), decay = _options.WeightDecay, momentum = _options.Momentum;
        foreach (var (place, block) in Student.Parameters.Index())
        {
            var decayed = _options.WeightDecay == 0 ? null : _options.DecayBias ? block.Values : block.Weights;
            var direction = gradient[place].Values;
            if (_velocity is null)
            {
                decayed?.mul_(keep);
                block.Values.add_(direction, down);
                continue;
            }

            if (decayed is not null)
                (_options.DecayBias ? direction : gradient[place].Weights!).add_(decayed, decay);
            block.Values.add_(_velocity[place].Values.mul_(momentum).add_(direction), down);
        }
    }
}

/// <summary>Some samples of all sample orders.</summary>
/// <param name="Inputs"><c>[S, B, D]</c>.</param>
/// <param name="Index">Which samples, one sample order after the other, <c>[S·B]</c>.</param>
/// <param name="Size">B.</param>
public sealed record Minibatch(torch.Tensor Inputs, torch.Tensor Index, int Size);
