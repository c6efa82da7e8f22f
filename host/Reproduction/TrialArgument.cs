using KdHost.Host.Cli;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Reproduction;

/// <summary>Finds the trial that a user means: <c>RUN/TRIAL</c>, <c>RUN TRIAL</c>, or the first digits of an id that is unique among all runs.</summary>
internal static class TrialArgument
{
    /// <summary>The trial and its run.</summary>
    /// <exception cref="FaultException">There is none, or there are several.</exception>
    public static (RunDirectory Run, IndexEntry Entry) Find(IReadOnlyList<string> words, string runs)
    {
        var place = words.Count > 1 ? Path.Combine(words[0], words[1]) : words[0];
        place = Path.TrimEndingDirectorySeparator(place.Replace('\\', '/'));
        var id = Path.GetFileName(place);
        IReadOnlyList<RunDirectory> candidates = Path.GetDirectoryName(place) is { Length: > 0 } parent ? [Around(parent) ?? RunArgument.Find(parent, runs)] : RunArgument.All(runs);
        var matches = candidates.SelectMany(run => new TrialIndex(run).Read().DistinctBy(entry => entry.Id).Where(entry => entry.Id.StartsWith(id, StringComparison.Ordinal)).Select(entry => (run, entry))).ToList();
        if (matches.Count == 1 && id.Length > 0)
            return matches[0];
        throw new FaultException(matches.Count == 0
            ? new Fault("there is no such trial") { Found = place, Expected = "RUN/TRIAL: a run directory and the first digits of a trial's id", Fix = "see the ids in report/trials.csv of the run" }
            : new Fault("several trials begin like this") { Found = place, Expected = "one trial", Fix = $"name one of: {string.Join(", ", matches.Take(5).Select(match => $"{Path.GetFileName(match.run.Path)}/{match.entry.Id[..12]}"))}" });
    }

    // A path into a run directory, such as runs/x-1a2b3c/trials/0f/<id>, names its trial as well.
    private static RunDirectory? Around(string path)
    {
        for (var folder = Path.GetFullPath(path); folder is not null && Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(new RunDirectory(folder).Declaration))
                return new RunDirectory(folder);
        }

        return null;
    }
}
