using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tracking;

/// <summary>Which trials have begun or ended, by the folders that say so: a look at a few hundred folders, however many trials wait.</summary>
internal static class StartedTrials
{
    public static IEnumerable<string> Of(RunDirectory run) =>
        Names(Path.Combine(run.Path, "trials"), Directory.EnumerateDirectories).Concat(Names(run.Done, Directory.EnumerateFiles).Where(name => !name.Contains('.'))).Distinct();

    private static IEnumerable<string> Names(string folder, Func<string, IEnumerable<string>> list) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateDirectories(folder).SelectMany(list).Select(path => Path.GetFileName(path));
}
