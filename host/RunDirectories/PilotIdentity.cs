using System.Diagnostics;
using System.Text.Json;

namespace KdHost.Host.RunDirectories;

/// <summary>Who holds leases: a process on a machine.</summary>
/// <param name="Id">Unique name.</param>
/// <param name="Machine">Name of the machine.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Started">When that process started, in ticks; tells it from a later process of the same number.</param>
internal sealed record PilotIdentity(string Id, string Machine, int ProcessId, long Started)
{
    /// <summary>A new identity of this process.</summary>
    public static PilotIdentity Create()
    {
        using var process = Process.GetCurrentProcess();
        return new PilotIdentity($"{Environment.MachineName}-{process.Id}-{Guid.NewGuid().ToString("n")[..6]}", Environment.MachineName, process.Id, process.StartTime.ToUniversalTime().Ticks);
    }

    /// <summary>Reads an identity; null when the file is torn or foreign.</summary>
    public static PilotIdentity? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PilotIdentity>(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return null;
        }
    }

    /// <summary>Whether the process on this machine is gone; null when it runs on another machine.</summary>
    public bool? HasExited()
    {
        if (Machine != Environment.MachineName)
            return null;
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.HasExited || Math.Abs(process.StartTime.ToUniversalTime().Ticks - Started) > TimeSpan.TicksPerSecond;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }
}
