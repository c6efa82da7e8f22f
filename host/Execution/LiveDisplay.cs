using System.Globalization;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KdHost.Host.Execution;

/// <summary>A live view for terminals: one line a slot and one for the grid. What happened before scrolls away above it.</summary>
/// <param name="plain">Writes the lines that stay.</param>
/// <param name="progress">Counts and time left.</param>
internal sealed class LiveDisplay(PlainDisplay plain, GridProgress progress) : IRunDisplay
{
    private const int BarWidth = 24;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);

    private readonly SortedDictionary<int, string> _slots = [];
    private readonly Queue<Action> _lines = new();
    private readonly Lock _gate = new();

    /// <summary>Refreshes the view while the grid runs.</summary>
    public async Task ShowWhileAsync(Task grid)
    {
        await AnsiConsole.Live(Render()).AutoClear(true).StartAsync(async context =>
        {
            while (!grid.IsCompleted)
            {
                Flush();
                context.UpdateTarget(Render());
                await Task.WhenAny(grid, Task.Delay(RefreshInterval));
            }
        });
        Flush();
        await grid;
    }

    public void Started(int slot, TrialSpec trial, int epoch) => Update(slot, $"{Name(trial)}: starts", () => plain.Started(slot, trial, epoch));

    public void Progressed(int slot, TrialSpec trial, TrialProgress report) => Update(
        slot,
        report.Epochs == 0 ? $"{Name(trial)}: {report.Stage}" : string.Create(
            CultureInfo.InvariantCulture, $"{Name(trial)}: {report.Stage} {Bar(report.Epoch, report.Epochs)} {report.Epoch}/{report.Epochs} epochs, {report.ImagesPerSecond:f0} images/s"));

    public void Ended(int slot, TrialSpec trial, TrialState state, Failure? failure, IReadOnlyDictionary<string, double> metrics) =>
        Update(slot, "", () => plain.Ended(slot, trial, state, failure, metrics));

    public void Released(int slot, TrialSpec trial) => Update(slot, "", () => plain.Released(slot, trial));

    public void Paused(int slot, TrialSpec trial, long step) => Update(slot, "", () => plain.Paused(slot, trial, step));

    public void Note(string text)
    {
        lock (_gate)
            _lines.Enqueue(() => plain.Note(text));
    }

    private static string Name(TrialSpec trial) => $"{trial.ShortId} {trial.Label} seed {trial.Seed}";

    private static string Bar(int done, int total)
    {
        var filled = total == 0 ? 0 : done * BarWidth / total;
        return new string('█', filled) + new string('░', BarWidth - filled);
    }

    private void Update(int slot, string text, Action? line = null)
    {
        lock (_gate)
        {
            _slots[slot] = text;
            if (line is not null)
                _lines.Enqueue(line);
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            while (_lines.TryDequeue(out var line))
                line();
        }
    }

    private Rows Render()
    {
        lock (_gate)
        {
            var slots = _slots.Where(pair => pair.Value.Length > 0).Select(pair => (IRenderable)new Text($"  {pair.Key + 1}  {pair.Value}"));
            return new Rows([.. slots, new Text($"  {Bar(progress.Done, progress.Total)} {progress.Done}/{progress.Total} trials{progress.TimeLeft}")]);
        }
    }
}
