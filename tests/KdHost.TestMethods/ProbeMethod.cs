using System.Globalization;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;

namespace KdHost.TestMethods;

/// <summary>
/// A trial without a network: it measures a function with its maximum at (0.3, −0.2), whose noise depends on all epochs before, so that
/// a resumed trial that forgot something shows it. It saves checkpoints, stops when asked and ends as its options say.
/// </summary>
[Method("probe", Title = "A trial for tests")]
public sealed class ProbeMethod : Method<ProbeOptions>
{
    private const string StateFile = "state";

    /// <inheritdoc/>
    protected override void Run(Trial<ProbeOptions> trial)
    {
        var options = trial.Options;
        var (epoch, noise) = trial.Checkpoints.Latest is { } folder ? Load(folder) : (0, 0.0);
        for (; ; epoch++)
        {
            if (epoch >= options.After && options.Ending != Ending.Finish && !HappenedBefore(options.Once))
                Endings.Meet(options.Ending, trial.Log);
            if (epoch >= options.Epochs)
                break;
            if (trial.Cancellation.IsCancellationRequested)
            {
                Save(trial, epoch, noise);
                trial.Cancellation.ThrowIfCancellationRequested();
            }

            if (options.EpochMilliseconds > 0)
                trial.Cancellation.WaitHandle.WaitOne(options.EpochMilliseconds);
            noise = (0.5 * noise) + new RandomStream(Seeds.Derive(trial.Seed, "noise", epoch)).NextDouble();
            trial.Metrics.Log("train/loss", 100 - Value(options, epoch + 1), epoch + 1);
            trial.Metrics.Log("validation/accuracy", Value(options, epoch + 1) + (0.01 * noise), epoch + 1);
            trial.Progress.Report(new TrialProgress("probe", epoch + 1, options.Epochs, 0));
            if (trial.Checkpoints.Due)
                Save(trial, epoch + 1, noise);
        }

        if (options.Epochs > 0)
            trial.Metrics.Log("test/accuracy", Value(options, options.Epochs) + (0.01 * noise), options.Epochs);
    }

    // Better points are better at every epoch, and all rise.
    private static double Value(ProbeOptions options, int epoch)
    {
        var shift = options.Shape switch { Shape.Hill => 5, Shape.Valley => -5, _ => 0 };
        var distance = Math.Pow(options.X - 0.3, 2) + Math.Pow(options.Y + 0.2, 2);
        return 80 + shift - (10 * distance) - (20.0 / (epoch + 1));
    }

    private static bool HappenedBefore(string? once)
    {
        if (once is null)
            return false;
        if (File.Exists(once))
            return true;
        File.WriteAllText(once, "");
        return false;
    }

    private static void Save(Trial trial, int epoch, double noise) => trial.Checkpoints.Save(folder =>
        File.WriteAllText(Path.Combine(folder, StateFile), string.Create(CultureInfo.InvariantCulture, $"{epoch} {noise:r}")));

    private static (int Epoch, double Noise) Load(string folder)
    {
        var parts = File.ReadAllText(Path.Combine(folder, StateFile)).Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
