namespace KdHost.Host.RunDirectories;

/// <summary>Trials that a stopping rule has paused: they have reached a rung and did not go on from it.</summary>
internal static class PausedTrials
{
    /// <summary>The trials of a run directory that are paused, each with the step at which it is. A trial that has ended since may be among them.</summary>
    public static IReadOnlyDictionary<string, long> Read(RunDirectory run)
    {
        var paused = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var metric in Directory.Exists(run.Stopping) ? Directory.EnumerateDirectories(run.Stopping) : [])
            Collect(new RungFiles(metric), paused);
        return paused;
    }

    /// <summary>Adds the paused trials of one metric.</summary>
    public static void Collect(RungFiles rungs, Dictionary<string, long> paused)
    {
        foreach (var seed in rungs.Seeds())
        {
            // From the lowest rung up: the highest one that a trial has reached decides.
            foreach (var step in rungs.Rungs(seed))
            {
                foreach (var entry in rungs.Read(seed, step))
                {
                    if (entry.IsPromoted)
                        paused.Remove(entry.Trial);
                    else
                        paused[entry.Trial] = step;
                }
            }
        }
    }
}
