using System.Text.Json;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution;

/// <summary>Claims trials and has workers run them, one worker a slot. Any number of pilots may share a run directory.</summary>
/// <param name="run">The run directory.</param>
/// <param name="identity">Who claims.</param>
/// <param name="watch">Heartbeats.</param>
internal sealed class Pilot(RunDirectory run, PilotIdentity identity, PilotWatch watch)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    /// <summary>Runs trials until none is left or it is asked to stop.</summary>
    /// <param name="queue">The trials.</param>
    /// <param name="slots">The slots, each running one trial at a time.</param>
    /// <param name="stop">Asks running trials to checkpoint and stop.</param>
    public async Task RunAsync(TrialQueue queue, IReadOnlyList<Slot> slots, CancellationToken stop)
    {
        await File.WriteAllTextAsync(Path.Combine(run.Pilots, $"{identity.Id}.json"), JsonSerializer.Serialize(identity), CancellationToken.None);
        using var ended = new CancellationTokenSource();
        var heartbeat = BeatAsync(ended.Token);
        try
        {
            await Task.WhenAll(slots.Select(slot => slot.RunAsync(queue, stop)));
        }
        finally
        {
            await ended.CancelAsync();
            await heartbeat;
        }
    }

    private async Task BeatAsync(CancellationToken ended)
    {
        for (var beat = 0L; !ended.IsCancellationRequested; beat++)
        {
            await File.WriteAllTextAsync(watch.BeatFile(identity), $"{beat}", CancellationToken.None);
            await Task.Delay(HeartbeatInterval, ended).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
