namespace KdHost.Host.RunDirectories;

/// <summary>
/// Tells dead pilots from living ones: at once for a process of this machine, else by a heartbeat that does not change for long. Time is this
/// process's own monotonic clock, so that clocks of different machines need not agree.
/// </summary>
/// <param name="run">The run directory.</param>
/// <param name="clock">Source of time.</param>
internal sealed class PilotWatch(RunDirectory run, TimeProvider clock)
{
    /// <summary>How long a heartbeat may stand still.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly Dictionary<string, (string Content, long Since)> _seen = [];

    /// <summary>Whether the pilot is gone for certain.</summary>
    public bool IsDead(PilotIdentity pilot) => pilot.HasExited() ?? IsUnchanged(BeatFile(pilot));

    /// <summary>Whether this file has not changed for <see cref="Patience"/> since it was first looked at.</summary>
    public bool IsUnchanged(string path)
    {
        var content = TryRead(path);
        if (content is null || !_seen.TryGetValue(path, out var last) || last.Content != content)
        {
            _seen[path] = (content ?? "", clock.GetTimestamp());
            return false;
        }

        return clock.GetElapsedTime(last.Since) > Patience;
    }

    /// <summary>The heartbeat file of a pilot.</summary>
    public string BeatFile(PilotIdentity pilot) => Path.Combine(run.Pilots, $"{pilot.Id}.beat");

    // Null while somebody has the file open for writing, which is a sign of life; a file that is not there never changes.
    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
        catch (IOException)
        {
            return null;
        }
    }
}
