using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tracking;

/// <summary>Whether another process runs trials of the same run directory.</summary>
internal static class OtherPilots
{
    /// <summary>Whether any is alive. One on another machine counts as alive: its heartbeat would have to be watched for minutes.</summary>
    public static bool AnyAlive(RunDirectory run) => Directory.Exists(run.Pilots)
        && Directory.EnumerateFiles(run.Pilots, "*.json").Select(PilotIdentity.TryRead).OfType<PilotIdentity>()
            .Any(pilot => pilot.HasExited() is not true && !(pilot.Machine == Environment.MachineName && pilot.ProcessId == Environment.ProcessId));
}
