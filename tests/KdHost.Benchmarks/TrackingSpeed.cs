using System.Diagnostics;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using KdHost.MLflow.Fake;

namespace KdHost.Benchmarks;

/// <summary>Metric points a second from journals to a local store and to a server, requests a trial, and the memory that a long queue takes.</summary>
internal static class TrackingSpeed
{
    private const int Trials = 20, Metrics = 10, Epochs = 1000, QueuedPoints = 2_000_000;
    private const double Megabyte = 1 << 20;

    public static async Task MeasureAsync(string host)
    {
        using var folder = new ScratchFolder();
        var methods = new MethodCatalog([Path.Combine(Path.GetDirectoryName(host)!, "plugins")]);
        for (var round = 0; round < 3; round++)
            await LocalAsync(Declare(folder.Path($"local-{round}"), methods, Trials), round);
        await ServerAsync(Declare(folder.Path("server"), methods, Trials), TimeSpan.FromMilliseconds(20));
        await ServerAsync(Declare(folder.Path("fast"), methods, Trials), TimeSpan.Zero);
        await RequestsAsync(Declare(folder.Path("requests"), methods, 50));
        await QueueAsync(Declare(folder.Path("queue"), methods, 1));
    }

    private static async Task LocalAsync((RunDirectory Run, IReadOnlyList<string> Trials) grid, int round)
    {
        Write(grid, Metrics, Epochs);
        var address = TrackingAddress.Of(null, Path.GetDirectoryName(grid.Run.Path)!);
        var (seconds, cpu) = await ShipAsync(grid.Run, address);
        var points = Trials * Metrics * Epochs;
        Console.WriteLine(FormattableString.Invariant($"local store, round {round + 1}: {points / seconds:f0} points/s from journals ({points} points of {Trials} trials in {seconds:f2} s, {1e6 * cpu / points:f1} µs of processor a point; target 50000/s)"));
    }

    private static async Task ServerAsync((RunDirectory Run, IReadOnlyList<string> Trials) grid, TimeSpan latency)
    {
        Write(grid, Metrics, Epochs);
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Latency = latency, Strict = false });
        var (seconds, _) = await ShipAsync(grid.Run, new TrackingAddress(server.Address.ToString()));
        var points = Trials * Metrics * Epochs;
        Console.WriteLine(FormattableString.Invariant($"fake server with {latency.TotalMilliseconds:f0} ms latency: {points / seconds:f0} points/s from journals, {server.Requests.Count} requests in {seconds:f2} s (the server shares the cores)"));
    }

    private static async Task RequestsAsync((RunDirectory Run, IReadOnlyList<string> Trials) grid)
    {
        Write(grid, Metrics, 100);
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Latency = TimeSpan.FromMilliseconds(20) });
        var (seconds, _) = await ShipAsync(grid.Run, new TrackingAddress(server.Address.ToString()));
        Console.WriteLine(FormattableString.Invariant($"{grid.Trials.Count} trials of {Metrics} metrics over 100 epochs: {(double)server.Requests.Count / grid.Trials.Count:f2} requests a trial, the grid's own included ({grid.Trials.Count / seconds:f1} trials/s at 20 ms latency; target 4)"));
    }

    private static async Task QueueAsync((RunDirectory Run, IReadOnlyList<string> Trials) grid)
    {
        Write(grid, 1, QueuedPoints);
        var largest = 0.0;
        using var stop = new CancellationTokenSource();
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true) / Megabyte;
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) / Megabyte);
                await Task.Delay(200);
            }
        });
        var (seconds, _) = await ShipAsync(grid.Run, TrackingAddress.Of(null, Path.GetDirectoryName(grid.Run.Path)!));
        await stop.CancelAsync();
        await watching;
        Console.WriteLine(FormattableString.Invariant($"{QueuedPoints} points waiting in one journal: at most {largest - before:f0} MB of live objects while they are shipped, {QueuedPoints / seconds:f0} points/s"));
    }

    private static async Task<(double Seconds, double Processor)> ShipAsync(RunDirectory run, TrackingAddress address)
    {
        await using var shipper = new Shipper(run, address);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await shipper.ShipAsync(CancellationToken.None);
        return (watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
    }

    private static (RunDirectory Run, IReadOnlyList<string> Trials) Declare(string folder, MethodCatalog methods, int trials)
    {
        var file = Path.Combine(folder, "grid.json");
        File.WriteAllText(file, $$"""{ "name": "grid", "method": "vanilla-kd", "seeds": {{trials}} }""");
        var experiment = ExperimentReader.Read(file, []);
        var specs = TrialExpander.Expand(experiment, methods).ToList();
        var run = RunDirectory.Of(experiment, Path.Combine(folder, "runs"));
        run.Create();
        new TrialIndex(run).Add(specs);
        RunRecord.Write(run, experiment, specs);
        return (run, [.. specs.Select(spec => spec.Id)]);
    }

    private static void Write((RunDirectory Run, IReadOnlyList<string> Trials) grid, int metrics, int epochs)
    {
        foreach (var trial in grid.Trials)
        {
            var folder = grid.Run.Trial(trial);
            Directory.CreateDirectory(folder.Epoch(1));
            using (var journal = new JournalWriter(folder.Journal(1)))
            {
                journal.Append(new StartRecord(1, null, "machine", "cpu", 1) { Time = 1_764_000_000_000 });
                for (var epoch = 1; epoch <= epochs; epoch++)
                {
                    for (var metric = 0; metric < metrics; metric++)
                        journal.Append(new MetricRecord($"train/metric_{metric}", 1.0 / epoch, epoch) { Time = 1_764_000_000_000 + epoch });
                }

                journal.Append(new EndRecord(TrialState.Finished, null) { Time = 1_764_000_900_000 });
            }

            new DoneTrials(grid.Run).TryAdd(trial, new DoneRecord(TrialState.Finished, 1, null, Guid.Empty, new Dictionary<string, double>()));
        }
    }
}
