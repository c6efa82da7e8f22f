using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace KdHost.Sdk.Training;

/// <summary>The moving parts of one <see cref="Fit"/>: loaders, optimizer, counters and the best weights so far.</summary>
internal sealed class FitRun : IDisposable
{
    private const int EvaluationBatch = 512;

    private readonly Fit _fit;
    private readonly BatchLoader _training, _validation;
    private readonly SGD _optimizer;
    private readonly torch.Tensor _lossSum;
    private WeightSnapshot? _best;
    private int _firstStep;

    /// <summary>Starts afresh, or from the newest checkpoint.</summary>
    public FitRun(Fit fit)
    {
        _fit = fit;
        _training = new BatchLoader(fit.Data.Training.Images, fit.Data.Source, fit.Recipe.BatchSize, fit.Device, Seeds.Derive(fit.Seed, "fit"), fit.Augmentation);
        _validation = new BatchLoader(fit.Data.Validation.Images, fit.Data.Source, EvaluationBatch, fit.Device, shuffleSeed: null);
        _optimizer = torch.optim.SGD(
            fit.Student.parameters(), fit.Recipe.LearningRate, fit.Recipe.Momentum, weight_decay: fit.Recipe.WeightDecay, nesterov: fit.Recipe.Momentum > 0);
        _lossSum = torch.zeros([], torch.ScalarType.Float64, fit.Device).DetachFromDisposeScope();
        (State, _best) = fit.Checkpoints.Latest is { } folder ? FitState.Load(folder, fit.Student, _optimizer) : (new FitState(), null);
        BeginEpoch();
    }

    public FitState State { get; }

    public int StepsPerEpoch => _training.BatchesPerEpoch;

    public void Step(Func<Batch, torch.Tensor> loss)
    {
        using var scope = torch.NewDisposeScope();
        var recipe = _fit.Recipe;
        var step = ((long)State.Epoch * StepsPerEpoch) + State.Step;
        var learningRate = recipe.LearningRate * Schedules.Cosine(step, (long)recipe.Epochs * StepsPerEpoch, recipe.Warmup);
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = learningRate;

        var batch = _training.Get(State.Epoch, State.Step);
        var value = loss(batch);
        _optimizer.zero_grad();
        value.backward();
        _optimizer.step();
        using (torch.no_grad())
            _lossSum.add_(value.detach(), batch.Size);
        State.Step++;
    }

    /// <exception cref="OperationCanceledException">The fit was asked to stop; a checkpoint is saved.</exception>
    public void StopIfAsked()
    {
        if (!_fit.Cancellation.IsCancellationRequested)
            return;
        State.LossSum = _lossSum.item<double>();
        Save();
        _fit.Cancellation.ThrowIfCancellationRequested();
    }

    public void EndEpoch(TimeSpan duration)
    {
        var epoch = State.Epoch + 1;
        var loss = _lossSum.item<double>() / _training.Count;
        DivergedException.ThrowIfNotFinite(loss, epoch);
        var validation = Evaluation.Of(_fit.Student, _validation);
        if (validation.Accuracy > State.BestAccuracy)
        {
            _best?.Dispose();
            (_best, State.BestAccuracy, State.BestEpoch) = (WeightSnapshot.Of(_fit.Student), validation.Accuracy, epoch);
        }

        State.Accuracies.Add(validation.Accuracy);
        var rate = Math.Min((State.Step - _firstStep) * _fit.Recipe.BatchSize, _training.Count) / duration.TotalSeconds;
        Log("train/loss", loss, epoch);
        Log("train/learning_rate", _optimizer.ParamGroups.First().LearningRate, epoch);
        Log("validation/accuracy", validation.Accuracy, epoch);
        Log("validation/loss", validation.Loss, epoch);
        Log("time/epoch_seconds", duration.TotalSeconds, epoch);
        Log("throughput/images_per_second", rate, epoch);
        Log("memory/resident_bytes", Environment.WorkingSet, epoch);

        (State.Epoch, State.Step, State.LossSum) = (epoch, 0, 0);
        BeginEpoch();
        if (_fit.Checkpoints.Due)
            Save();
        _fit.Progress?.Report(new TrialProgress(_fit.Stage, epoch, _fit.Recipe.Epochs, rate));
    }

    public FitResult Conclude()
    {
        var (student, test) = (_fit.Student, _fit.Data.Test.Images);
        var validation = Evaluation.Of(student, _validation);
        var last = Evaluation.Of(student, test, _fit.Data.Source, _fit.Device);
        _best?.CopyTo(student);
        var best = Evaluation.Of(student, test, _fit.Data.Source, _fit.Device);
        Log("test/accuracy", last.Accuracy, State.Epoch);
        Log("test/loss", last.Loss, State.Epoch);
        Log("test/accuracy_best", best.Accuracy, State.Epoch);
        Log("validation/accuracy_best", State.BestAccuracy, State.Epoch);
        _fit.Artifacts?.Save("figures/learning-curve.png", path => LearningCurve.Save(
            path, "learning curve", "validation accuracy (%)", new Curve(_fit.Stage, [.. Enumerable.Range(1, State.Epoch).Select(epoch => (double)epoch)], State.Accuracies)));
        return new FitResult(validation, last, State.BestAccuracy, best, State.BestEpoch);
    }

    public void Dispose()
    {
        _training.Dispose();
        _validation.Dispose();
        _optimizer.Dispose();
        _lossSum.Dispose();
        _best?.Dispose();
    }

    private void BeginEpoch()
    {
        _fit.Student.train();
        _lossSum.fill_(State.LossSum);
        _firstStep = State.Step;
    }

    private void Save() => _fit.Checkpoints.Save(folder => State.Save(folder, _fit.Student, _optimizer, _best));

    private void Log(string name, double value, long step) => _fit.Metrics?.Log(name, value, step);
}
