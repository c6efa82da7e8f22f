using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace KdHost.Benchmarks;

/// <summary>
/// What the engine itself costs, with trials that do nothing and the whole program measured from outside: wall time a trial, start of a directory
/// full of finished trials, resident memory, and metric logging inside a real worker.
/// </summary>
internal static class GridCost
{
    private const int Trials = 2000, Many = 20_000;
    private const double Megabyte = 1 << 20;

    public static void Measure(string host)
    {
        using var folder = new ScratchFolder();
        var place = folder.Path("grid");
        Write(place, "probe", Trials);
        var (seconds, _) = Run(host, place);
        Console.WriteLine(FormattableString.Invariant($"no-op trials with 2 workers: {1000 * seconds / Trials:f1} ms of wall time each, start and report included ({Trials} trials; target under 5 ms)"));

        Finish(place, Many);
        Write(place, "probe", Many + 1);
        var (first, memory) = Run(host, place);
        Console.WriteLine(FormattableString.Invariant($"one new trial in a directory with {Many} finished ones: {first:f1} s for the whole command, {memory / Megabyte:f0} MB resident at most (target under 3 s to the first trial)"));

        Write(place, "chatter", 1);
        Run(host, place);
        var ends = Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Where(file => file.Contains($"{Path.DirectorySeparatorChar}done{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.GetFileName(file).Contains('.', StringComparison.Ordinal));
        var metrics = ends.Select(file => JsonNode.Parse(File.ReadAllText(file))!["metrics"]!).Single(end => end["speed/points_per_second"] is not null);
        Console.WriteLine(FormattableString.Invariant($"metric logging in a worker: {(double)metrics["speed/points_per_second"]!:f0} points/s, {(double)metrics["memory/bytes_per_point"]!:f3} bytes allocated a point; a step takes {(double)metrics["time/step_milliseconds_silent"]!:f3} ms silent, {(double)metrics["time/step_milliseconds_logging"]!:f3} ms with five points (target 1000000/s)"));
    }

    private static void Write(string place, string method, int trials)
    {
        var grid = method == "probe" ? $", \"grid\": {{ \"point\": [{string.Join(",", Enumerable.Range(0, trials))}] }}" : "";
        File.WriteAllText(Path.Combine(place, $"{method}.json"), $"{{ \"name\": \"{method}\", \"method\": \"{method}\", \"objective\": {{ \"metric\": \"train/loss\" }}, \"resources\": {{ \"workers\": 2 }}{grid} }}");
        File.WriteAllText(Path.Combine(place, "command"), method);
    }

    // The trials that would have run, ended as their first one did: the ids are those of the plan.
    private static void Finish(string place, int trials)
    {
        var run = Directory.EnumerateDirectories(Path.Combine(place, "runs")).Single();
        var done = Directory.EnumerateFiles(Path.Combine(run, "done"), "*", SearchOption.AllDirectories).First(file => !Path.GetFileName(file).Contains('.', StringComparison.Ordinal));
        var record = File.ReadAllText(done);
        Write(place, "probe", trials);
        using var plan = Start(StartUp.Host, place, "plan", "probe.json", "--list", "--json");
        var list = JsonNode.Parse(plan.StandardOutput.ReadToEnd())!["list"]!.AsArray();
        plan.WaitForExit();
        foreach (var id in list.Select(trial => (string)trial!["id"]!))
        {
            var shard = Directory.CreateDirectory(Path.Combine(run, "done", id[^2..])).FullName;
            File.WriteAllText(Path.Combine(shard, id), record);
        }
    }

    private static (double Seconds, long Memory) Run(string host, string place)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(host, place, "run", $"{File.ReadAllText(Path.Combine(place, "command"))}.json", "--tracking", "off");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var memory = 0L;
        while (!process.WaitForExit(100))
        {
            process.Refresh();
            memory = Math.Max(memory, process.HasExited ? 0 : process.WorkingSet64);
        }

        return (watch.Elapsed.TotalSeconds, memory);
    }

    private static Process Start(string host, string place, params string[] arguments)
    {
        var plugins = typeof(GridCost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TestPlugins").Value!;
        return Process.Start(new ProcessStartInfo(host, [.. arguments, "--plugins", plugins]) { WorkingDirectory = place, RedirectStandardOutput = true })!;
    }
}
