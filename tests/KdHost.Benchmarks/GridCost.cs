using System.Text.Json.Nodes;

namespace KdHost.Benchmarks;

/// <summary>
/// What the engine itself costs, with trials that do nothing and the whole program measured from outside: wall time a trial, start of a directory
/// full of finished trials, resident memory, and metric logging inside a real worker.
/// </summary>
internal static class GridCost
{
    private const int Few = 2000, Many = 20_000, Open = 8, Seeds = 5, MostPoints = 20_000;
    private const double Megabyte = 1 << 20;

    public static void Measure(string host)
    {
        using var folder = new ScratchFolder();
        var cost = new ProbeGrid(folder.Path("cost"), Few, seeds: 1).Run(host);
        Console.WriteLine(FormattableString.Invariant($"no-op trials with 2 workers: {1000 * (cost.LastEnd - cost.FirstTrial) / Few:f1} ms of wall time each from the first to the last, {1000 * cost.Seconds / Few:f1} ms with start and report ({Few} trials; target under 5 ms)"));
        Resume(host, new ProbeGrid(folder.Path("resume"), Many, seeds: 1), Many, "under 3 s to the first trial");
        Resume(host, new ProbeGrid(folder.Path("memory"), MostPoints, Seeds), MostPoints * Seeds, "under 250 MB");
        Chatter(host, folder.Path("chatter"));
    }

    private static void Resume(string host, ProbeGrid grid, int trials, string target)
    {
        grid.Finish(Open);
        var run = grid.Run(host);
        Console.WriteLine(FormattableString.Invariant(
            $"{trials} trials, all but {Open} finished: {run.FirstTrial:f1} s to the first new trial with {run.FirstMemory / Megabyte:f0} MB resident at most until then, {run.LastEnd:f1} s to the last, {run.Seconds:f1} s with the report and {run.Memory / Megabyte:f0} MB at most (target {target})"));
    }

    private static void Chatter(string host, string place)
    {
        File.WriteAllText(Path.Combine(place, "chatter.json"), """{ "name": "chatter", "method": "chatter", "objective": { "metric": "train/loss" }, "resources": { "workers": 2 } }""");
        using (var process = HostProcess.Start(host, place, "chatter.json"))
            process.WaitForExit();
        var ends = Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Where(file => file.Contains($"{Path.DirectorySeparatorChar}done{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.GetFileName(file).Contains('.', StringComparison.Ordinal));
        var metrics = ends.Select(file => JsonNode.Parse(File.ReadAllText(file))!["metrics"]!).Single(end => end["speed/points_per_second"] is not null);
        Console.WriteLine(FormattableString.Invariant($"metric logging in a worker: {(double)metrics["speed/points_per_second"]!:f0} points/s, {(double)metrics["memory/bytes_per_point"]!:f3} bytes allocated a point; a step takes {(double)metrics["time/step_milliseconds_silent"]!:f3} ms silent, {(double)metrics["time/step_milliseconds_logging"]!:f3} ms with five points (target 1000000/s)"));
    }
}
