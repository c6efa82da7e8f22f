using System.CommandLine;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Cli;

/// <summary>How commands that look at a run name it: a path, a name below the runs folder or its beginning, or nothing for the newest run.</summary>
internal static class RunArgument
{
    /// <summary>The optional argument.</summary>
    public static Argument<string?> Create()
    {
        var run = new Argument<string?>("run") { Description = "A run directory: its path, or the beginning of its name; the newest one by default.", Arity = ArgumentArity.ZeroOrOne };
        run.CompletionSources.Add(Completions.Runs);
        return run;
    }

    /// <summary>All run directories, the newest first.</summary>
    public static IReadOnlyList<RunDirectory> All(string runs) => !Directory.Exists(runs) ? [] :
        [.. Directory.EnumerateDirectories(runs).Select(path => new RunDirectory(path)).Where(run => File.Exists(run.Declaration)).OrderByDescending(run => File.GetLastWriteTimeUtc(run.Declaration))];

    /// <summary>The run that is meant.</summary>
    /// <param name="named">What the user wrote.</param>
    /// <param name="runs">The runs folder.</param>
    /// <exception cref="FaultException">There is none, or there are several.</exception>
    public static RunDirectory Find(string? named, string runs)
    {
        var all = All(runs);
        if (named is null)
            return all.Count > 0 ? all[0] : throw new FaultException(new Fault("there is no run yet") { File = runs, Found = "no run directory in it", Expected = "a folder that kd run made", Fix = "run an experiment first, or name the folder with --runs" });
        if (Directory.Exists(named))
            return Check(new RunDirectory(Path.TrimEndingDirectorySeparator(Path.GetFullPath(named))));
        var matches = all.Where(run => Path.GetFileName(run.Path).StartsWith(named, StringComparison.Ordinal)).ToList();
        if (matches.Count == 1)
            return matches[0];
        var names = all.Select(run => Path.GetFileName(run.Path)).ToList();
        throw new FaultException(matches.Count > 1
            ? new Fault("this name is not unique") { Found = named, Expected = "one run", Fix = $"name one of: {string.Join(", ", matches.Select(run => Path.GetFileName(run.Path)))}" }
            : new Fault("there is no such run") { Found = named, Expected = $"a path, or the name of a run in {runs}", Fix = names.Count > 0 ? Nearest.Fix(named, names) : "run an experiment first, or name the folder with --runs" });
    }

    /// <summary>Refuses a folder that is no run directory.</summary>
    /// <exception cref="FaultException">It is none.</exception>
    public static RunDirectory Check(RunDirectory run) => RunRecord.TryRead(run) is not null ? run
        : throw new FaultException(new Fault("this is not a run directory") { File = run.Path, Found = "no experiment.json in it", Expected = "a folder that kd run made", Fix = "look into runs/" });
}
