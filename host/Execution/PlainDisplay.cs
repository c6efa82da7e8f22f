using System.Globalization;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution;

/// <summary>Plain lines for redirected output: one when a trial ends, and one in a while where each slot is.</summary>
/// <param name="write">Writes a line.</param>
/// <param name="progress">Counts and time left.</param>
/// <param name="objective">The metric to show.</param>
internal sealed class PlainDisplay(Action<string> write, GridProgress progress, string objective) : IRunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, long> _lastLine = [];
    private readonly Lock _gate = new();

    public void Started(int slot, TrialSpec trial, int epoch)
    {
        lock (_gate)
        {
            _lastLine[slot] = TimeProvider.System.GetTimestamp();
            progress.Start(trial.Id);
            if (epoch > 1)
                write($"  {Name(trial)}: goes on from its last checkpoint");
        }
    }

    public void Progressed(int slot, TrialSpec trial, TrialProgress report)
    {
        lock (_gate)
        {
            if (TimeProvider.System.GetElapsedTime(_lastLine.GetValueOrDefault(slot)) < Interval)
                return;
            _lastLine[slot] = TimeProvider.System.GetTimestamp();
            write(report.Epochs == 0 ? $"  {Name(trial)}: {report.Stage}" : string.Create(CultureInfo.InvariantCulture, $"  {Name(trial)}: {report.Stage} epoch {report.Epoch}/{report.Epochs}, {report.ImagesPerSecond:f0} images/s"));
        }
    }

    public void Ended(int slot, TrialSpec trial, TrialState state, Failure? failure, IReadOnlyDictionary<string, double> metrics)
    {
        lock (_gate)
        {
            progress.End(trial.Id);
            var result = failure is not null ? $"FAILED ({failure.Kind.Word()}): {failure.Message}"
                : state == TrialState.Stopped ? "stopped early"
                : string.Create(CultureInfo.InvariantCulture, $"{objective} {metrics.GetValueOrDefault(objective, double.NaN):f2}");
            write($"[{progress.Done}/{progress.Total}] {Name(trial)}: {result}{progress.TimeLeft}");
        }
    }

    public void Released(int slot, TrialSpec trial)
    {
        lock (_gate)
        {
            progress.Leave(trial.Id);
            write($"  {Name(trial)}: stopped at a checkpoint");
        }
    }

    public void Paused(int slot, TrialSpec trial, long step)
    {
        lock (_gate)
        {
            progress.Leave(trial.Id);
            write($"  {Name(trial)}: paused at step {step}");
        }
    }

    public void Note(string text)
    {
        lock (_gate)
            write(text);
    }

    private static string Name(TrialSpec trial) => $"{trial.ShortId} {trial.Label} seed {trial.Seed}";
}
