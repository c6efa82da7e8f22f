using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Plotting;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>The moving parts of one <see cref="Fit"/>: loaders, optimizer, counters and the best weights so far.</summary>
internal sealed class FitRun : IDisposable
{
    private const int EvaluationBatch = 512;

    private readonly Fit _fit;
    private readonly BatchLoader _training, _validation;
    private readonly Optimizer _optimizer;
    private readonly MovingAverage? _average;
    private readonly torch.Tensor _lossSum;
    private WeightSnapshot? _best;
    private int _firstStep;

    /// <summary>Starts afresh, or from the newest checkpoint.</summary>
    public FitRun(Fit fit)
    {
        _fit = fit;
        _training = new BatchLoader(fit.Data.Training.Images, fit.Data.Source, fit.Recipe.BatchSize, fit.Device, Seeds.Derive(fit.Seed, "fit"), fit.Augmentation, fit.Recipe.DropsIncomplete);
        _validation = new BatchLoader(fit.Data.Validation.Images, fit.Data.Source, EvaluationBatch, fit.Device, shuffleSeed: null);
        _optimizer = fit.Recipe.CreateOptimizer(fit.Student);
        _average = fit.Recipe.AverageDecay is { } decay ? new MovingAverage(fit.Student, decay) : null;
        _lossSum = torch.zeros([], torch.ScalarType.Float64, fit.Device).DetachFromDisposeScope();
        (State, _best) = fit.Checkpoints.Latest is { } folder ? FitState.Load(folder, fit.Student, _optimizer, _average) : (new FitState(), null);
        BeginEpoch();
    }

    public FitState State { get; }

    public int StepsPerEpoch => _training.BatchesPerEpoch;

    public void Step(Func<Batch, torch.Tensor> loss)
    {
        using var scope = torch.NewDisposeScope();
        _optimizer.LearningRate = _fit.Recipe.LearningRateAt(new TrainingTime(State.Epoch, State.Step, StepsPerEpoch, _fit.Recipe.Epochs));
        var batch = _training.Get(State.Epoch, State.Step);
        var value = loss(batch);
        _optimizer.ZeroGradients();
        value.backward();
        if (_fit.Recipe.ClipNorm is { } norm)
            _optimizer.ClipGradients(norm);
        _optimizer.Step();
        _average?.Update();
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
        Log("train/learning_rate", _optimizer.LearningRate, epoch);
        Log("validation/accuracy", validation.Accuracy, epoch);
        Log("validation/loss", validation.Loss, epoch);
        if (Averaged(_validation) is { } average)
            Log("validation/accuracy_ema", average.Accuracy, epoch);
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
        using var loader = new BatchLoader(test, _fit.Data.Source, EvaluationBatch, _fit.Device, shuffleSeed: null);
        var last = Evaluation.Of(student, loader);
        if (Averaged(loader) is { } average)
            Log("test/accuracy_ema", average.Accuracy, State.Epoch);
        if (_fit.SelectsBest)
            _best?.CopyTo(student);
        var best = Evaluation.Of(student, loader);
        Log("test/accuracy", last.Accuracy, State.Epoch);
        Log("test/accuracy_top5", last.Top5Accuracy, State.Epoch);
        Log("test/loss", last.Loss, State.Epoch);
        Log("test/calibration_error", last.CalibrationError, State.Epoch);
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
        _average?.Dispose();
        _lossSum.Dispose();
        _best?.Dispose();
    }

    private void BeginEpoch()
    {
        _fit.Student.train();
        _lossSum.fill_(State.LossSum);
        _firstStep = State.Step;
    }

    private void Save() => _fit.Checkpoints.Save(folder => State.Save(folder, _fit.Student, _optimizer, _average, _best));

    private Evaluation? Averaged(BatchLoader loader)
    {
        if (_average is null)
            return null;
        using var applied = _average.Apply();
        return Evaluation.Of(_fit.Student, loader);
    }

    private void Log(string name, double value, long step) => _fit.Metrics?.Log(name, value, step);
}
