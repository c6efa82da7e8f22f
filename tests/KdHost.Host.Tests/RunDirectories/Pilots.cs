using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tests.RunDirectories;

/// <summary>Pilots in every state that another may find them in.</summary>
internal static class Pilots
{
    /// <summary>A pilot of this process.</summary>
    public static PilotIdentity Alive() => PilotIdentity.Create();

    /// <summary>A pilot of this machine whose process is gone.</summary>
    public static PilotIdentity Dead() => Alive() with { Id = "dead", ProcessId = int.MaxValue };

    /// <summary>A pilot whose process number was given to another process, this one.</summary>
    public static PilotIdentity Replaced() => Alive() with { Id = "replaced", Started = 0 };

    /// <summary>A pilot of another machine: nothing but its heartbeat tells of it.</summary>
    public static PilotIdentity Elsewhere() => new("elsewhere", "another-machine", 1, 0);
}
