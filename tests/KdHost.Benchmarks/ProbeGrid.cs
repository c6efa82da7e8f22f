using System.Diagnostics;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;

namespace KdHost.Benchmarks;

/// <summary>A grid of trials that do nothing, with two workers.</summary>
internal sealed class ProbeGrid
{
    private const string Declaration = "probe.json";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly string _place;
    private readonly Experiment _experiment;
    private readonly RunDirectory _run;

    public ProbeGrid(string place, int points, int seeds)
    {
        _place = place;
        var path = Path.Combine(place, Declaration);
        File.WriteAllText(path, $$"""
            {
              "name": "probe", "method": "probe", "seeds": {{seeds}}, "objective": { "metric": "train/loss" }, "resources": { "workers": 2 },
              "grid": { "point": [{{string.Join(",", Enumerable.Range(0, points))}}] }
            }
            """);
        _experiment = ExperimentReader.Read(path, []);
        _run = RunDirectory.Of(_experiment, Path.Combine(place, "runs"));
    }

    /// <summary>Declares the trials and ends all but the last ones, as a run would have left them but without waiting for the disk.</summary>
    /// <param name="open">How many are left.</param>
    public void Finish(int open)
    {
        var methods = new MethodCatalog([HostProcess.Plugins]);
        var trials = TrialExpander.Expand(_experiment, methods).ToList();
        _run.Create();
        new TrialIndex(_run).Add(trials);
        RunRecord.Write(_run, _experiment, trials);
        var done = new DoneTrials(_run);
        var record = new DoneRecord(TrialState.Finished, 1, null, methods.Get("probe").Build, new Dictionary<string, double> { ["train/loss"] = 0.5, ["validation/accuracy"] = 70.25, ["test/accuracy"] = 70.125 });
        done.TryAdd(trials[0].Id, record);
        foreach (var id in trials.Skip(1).SkipLast(open).Select(trial => trial.Id))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_run.DoneFile(id))!);
            File.Copy(_run.DoneFile(trials[0].Id), _run.DoneFile(id));
        }
    }

    /// <summary>Runs it.</summary>
    public Course Run(string host)
    {
        var trials = Path.Combine(_run.Path, "trials");
        var watch = Stopwatch.StartNew();
        var begin = DateTime.UtcNow;
        using var process = HostProcess.Start(host, _place, Declaration);
        var (first, firstMemory, memory) = (0.0, 0L, 0L);
        while (!process.WaitForExit(Glance))
        {
            memory = Math.Max(memory, process.PeakMemory());
            if (first > 0 || !Directory.Exists(trials))
                continue;
            (first, firstMemory) = (watch.Elapsed.TotalSeconds, memory);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        var last = new DirectoryInfo(_run.Done).EnumerateFiles("*", SearchOption.AllDirectories).Max(file => file.LastWriteTimeUtc);
        return new Course(first, firstMemory, (last - begin).TotalSeconds, seconds, memory);
    }
}

/// <summary>How a run went, in seconds since its start and bytes.</summary>
/// <param name="FirstTrial">When the first trial began.</param>
/// <param name="FirstMemory">The most resident memory of the host until then.</param>
/// <param name="LastEnd">When the last trial ended.</param>
/// <param name="Seconds">When the command ended.</param>
/// <param name="Memory">The most resident memory of the host.</param>
internal sealed record Course(double FirstTrial, long FirstMemory, double LastEnd, double Seconds, long Memory);
