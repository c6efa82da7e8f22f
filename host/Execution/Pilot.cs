using System.Text.Json;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution;

/// <summary>
/// A process that claims trials of a run directory; any number may share one. While it lives its heartbeat changes, by which pilots on
/// other machines see that its claims hold.
/// </summary>
internal sealed class Pilot : IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _heartbeat;

    private Pilot(string beatFile) => _heartbeat = BeatAsync(beatFile, _ended.Token);

    /// <summary>Announces a pilot and starts its heartbeat.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="identity">Who claims.</param>
    /// <param name="watch">Knows where heartbeats stand.</param>
    public static async Task<Pilot> StartAsync(RunDirectory run, PilotIdentity identity, PilotWatch watch)
    {
        await File.WriteAllTextAsync(Path.Combine(run.Pilots, $"{identity.Id}.json"), JsonSerializer.Serialize(identity));
        return new Pilot(watch.BeatFile(identity));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _heartbeat;
        _ended.Dispose();
    }

    private static async Task BeatAsync(string file, CancellationToken ended)
    {
        for (var beat = 0L; !ended.IsCancellationRequested; beat++)
        {
            try
            {
                await File.WriteAllTextAsync(file, $"{beat}", CancellationToken.None);
            }
            catch (IOException error) when (DiskFull.Is(error))
            {
                // A beat that is missed for long costs the claims on other machines, no more; the trials themselves stop the run.
            }

            await Task.Delay(HeartbeatInterval, ended).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
