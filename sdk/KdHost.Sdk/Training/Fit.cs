using System.Diagnostics;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>
/// The training loop for methods that are "a student, a loss and a loop". It logs curves, keeps the best epoch by validation accuracy,
/// saves checkpoints when they are due, stops when asked, and resumes so that all numbers are those of an undisturbed run.
/// </summary>
public sealed class Fit
{
    /// <summary>The network that learns.</summary>
    public required Classifier Student { get; init; }

    /// <summary>What it learns from and is measured on.</summary>
    public required ImageData Data { get; init; }

    /// <summary>How it learns.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>How the training images are varied; a loss on mixed images reads <see cref="Batch.SoftTargets"/>.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Seed of the order and the augmentation of the images.</summary>
    public required long Seed { get; init; }

    /// <summary>Where student and batches live.</summary>
    public required torch.Device Device { get; init; }

    /// <summary>Where the state is saved.</summary>
    public required ICheckpoints Checkpoints { get; init; }

    /// <summary>Takes the curves; null drops them.</summary>
    public IMetrics? Metrics { get; init; }

    /// <summary>Takes the learning curve as a figure; null draws none.</summary>
    public IArtifacts? Artifacts { get; init; }

    /// <summary>Whether the student ends with the weights of its best validation epoch; false leaves those of the last one.</summary>
    public bool SelectsBest { get; init; } = true;

    /// <summary>
    /// Is told before the first step of each epoch which one begins, counted from 0; null tells nobody. What it computes must be a function of the student's state, because a fit
    /// that is resumed in mid-epoch does not tell it again.
    /// </summary>
    public Action<int>? EpochStarting { get; init; }

    /// <summary>Is told which images are used; null tells nobody.</summary>
    public IInputs? Inputs { get; init; }

    /// <summary>Is told after each epoch how far the fit is.</summary>
    public IProgress<TrialProgress>? Progress { get; init; }

    /// <summary>What is trained, for <see cref="Progress"/>.</summary>
    public string Stage { get; init; } = "student";

    /// <summary>Asks the fit to save a checkpoint and stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>A fit of a trial's student with the trial's own seed, device and doors.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="student">The network that learns.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="recipe">How it learns.</param>
    public static Fit Of(Trial trial, Classifier student, ImageData data, Recipe recipe) => new()
    {
        Student = student,
        Data = data,
        Recipe = recipe,
        Seed = trial.Seed,
        Device = trial.Device,
        Checkpoints = trial.Checkpoints,
        Metrics = trial.Metrics,
        Artifacts = trial.Artifacts,
        Inputs = trial.Inputs,
        Progress = trial.Progress,
        Cancellation = trial.Cancellation,
    };

    /// <summary>Trains the student and evaluates it. Afterwards it carries the weights of its best validation epoch.</summary>
    /// <param name="loss">Maps a batch to a scalar loss, the mean over its images.</param>
    /// <exception cref="DivergedException">The loss became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The fit was asked to stop; a checkpoint is saved.</exception>
    public FitResult Run(Func<Batch, torch.Tensor> loss)
    {
        Inputs?.Log(Data);
        using var run = new FitRun(this);
        while (run.State.Epoch < Recipe.Epochs)
        {
            var watch = Stopwatch.StartNew();
            if (run.State.Step == 0)
                EpochStarting?.Invoke(run.State.Epoch);
            while (run.State.Step < run.StepsPerEpoch)
            {
                run.StopIfAsked();
                run.Step(loss);
            }

            run.EndEpoch(watch.Elapsed);
        }

        return run.Conclude();
    }
}
