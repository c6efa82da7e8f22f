using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Status;

/// <summary>
/// Which processes work on a run directory, judged at one glance: by the process on this machine, by the age of the heartbeat elsewhere.
/// Claims are never decided this way; see <see cref="PilotWatch"/>.
/// </summary>
internal static class LivingPilots
{
    /// <summary>The living pilots by id.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="now">The time.</param>
    /// <param name="patience">How old the heartbeat of another machine may be.</param>
    public static Dictionary<string, LivingPilot> Of(RunDirectory run, DateTimeOffset now, TimeSpan patience)
    {
        if (!Directory.Exists(run.Pilots))
            return [];
        return Directory.EnumerateFiles(run.Pilots, "*.json")
            .Select(file => (File: file, Identity: PilotIdentity.TryRead(file)))
            .Where(pilot => pilot.Identity is not null && !(pilot.Identity.HasExited() ?? now - File.GetLastWriteTimeUtc(Path.ChangeExtension(pilot.File, ".beat")) > patience))
            .ToDictionary(pilot => pilot.Identity!.Id, pilot => new LivingPilot(pilot.Identity!, File.GetLastWriteTimeUtc(pilot.File)));
    }
}

/// <summary>A process that works on a run directory.</summary>
/// <param name="Identity">Who it is.</param>
/// <param name="Since">When it began.</param>
internal sealed record LivingPilot(PilotIdentity Identity, DateTimeOffset Since);
