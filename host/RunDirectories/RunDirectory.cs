using System.Security.Cryptography;
using System.Text;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Sdk.Faults;

namespace KdHost.Host.RunDirectories;

/// <summary>The folder of an experiment's runs: queue and truth in one.</summary>
/// <param name="Path">Full path.</param>
internal sealed record RunDirectory(string Path)
{
    private const int ShortIdLength = 6;

    public string Cache => Combine("cache");

    public string Report => Combine("report");

    public string Declaration => Combine("experiment.json");

    public string Lock => Combine("lock.json");

    public string Log => Combine("kd.log");

    public string Leases => Combine("leases");

    public string Done => Combine("done");

    public string Pilots => Combine("pilots");

    public string Index => Combine("index");

    public string Tracking => Combine("tracking");

    public string Stopping => Combine("stopping");

    public string Search => Combine("search");

    /// <summary>The directory of an experiment. Its name depends on the experiment's name and the place of its file relative to the runs, so that an edited file finds its runs again.</summary>
    public static RunDirectory Of(Experiment experiment, string runsFolder)
    {
        var place = System.IO.Path.GetRelativePath(runsFolder, System.IO.Path.GetFullPath(experiment.File)).Replace('\\', '/');
        var id = Digest($"{experiment.Name}\n{place}");
        var name = string.Concat(experiment.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.');
        return new RunDirectory(System.IO.Path.Combine(System.IO.Path.GetFullPath(runsFolder), $"{name}-{id}"));
    }

    /// <summary>What a stopping rule knows of one metric.</summary>
    public string StoppingOf(StoppingSettings settings) => System.IO.Path.Combine(Stopping, Digest($"{settings.Metric}\n{(settings.Maximize ? "maximize" : "minimize")}"));

    public TrialFolder Trial(string id) => new(System.IO.Path.Combine(Path, "trials", Shard(id), id));

    public string Lease(string id, int epoch) => System.IO.Path.Combine(Leases, Shard(id), $"{id}.{epoch}");

    /// <summary>The file that says that a claim was given back.</summary>
    public string ReleasedLease(string id, int epoch) => $"{Lease(id, epoch)}.released";

    public string DoneFile(string id) => System.IO.Path.Combine(Done, Shard(id), id);

    /// <summary>Makes the folders.</summary>
    /// <exception cref="FaultException">The place can't be written.</exception>
    public void Create()
    {
        try
        {
            foreach (var folder in new[] { Path, Cache, Report, Leases, Done, Pilots, Index, Tracking })
                Directory.CreateDirectory(folder);
            var probe = Combine($".write-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && !DiskFull.Is(error))
        {
            throw new FaultException(
                new Fault("the run directory can't be written")
                {
                    File = Path,
                    Found = error.Message,
                    Expected = "a folder that you may write",
                    Fix = "change its permissions, or name another place with --runs or KDHOST_RUNS",
                },
                error);
        }
    }

    /// <summary>Two hexadecimal digits that spread trials over folders.</summary>
    public static string Shard(string id) => id[^2..];

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..ShortIdLength];

    private string Combine(string name) => System.IO.Path.Combine(Path, name);
}
