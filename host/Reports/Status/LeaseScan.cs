using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Status;

/// <summary>The newest claim of each trial, from the names of the lease files.</summary>
internal static class LeaseScan
{
    /// <summary>The epoch of the newest claim by trial.</summary>
    public static Dictionary<string, int> Newest(RunDirectory run)
    {
        var newest = new Dictionary<string, int>();
        var names = Directory.Exists(run.Leases) ? Directory.EnumerateDirectories(run.Leases).SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)) : [];
        foreach (var name in names)
        {
            if (name.Split('.') is [var trial, var number] && int.TryParse(number, out var epoch) && epoch > newest.GetValueOrDefault(trial))
                newest[trial] = epoch;
        }

        return newest;
    }
}
