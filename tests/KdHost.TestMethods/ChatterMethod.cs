using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using KdHost.Sdk.Methods;

namespace KdHost.TestMethods;

/// <summary>Logs as fast as it can and measures what that costs, inside a real worker with a real journal.</summary>
[Method("chatter", Title = "The cost of logging")]
public sealed class ChatterMethod : Method<ChatterOptions>
{
    private const int WarmUp = 200_000;

    /// <inheritdoc/>
    protected override void Run(Trial<ChatterOptions> trial)
    {
        Log(trial, 0, WarmUp);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Log(trial, WarmUp, trial.Options.Points);
        trial.Metrics.Log("speed/points_per_second", trial.Options.Points / watch.Elapsed.TotalSeconds, 1);
        trial.Metrics.Log("memory/bytes_per_point", (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / trial.Options.Points, 1);

        // A training step is a second of work for the processor cut into pieces; it logs a few values after each.
        var (silent, logging) = (new List<double>(), new List<double>());
        for (var round = 0; round < trial.Options.Rounds; round++)
        {
            silent.Add(Steps(trial, round, logs: 0));
            logging.Add(Steps(trial, round, logs: 5));
        }

        trial.Metrics.Log("time/step_milliseconds_silent", silent.Order().ElementAt(silent.Count / 2), 1);
        trial.Metrics.Log("time/step_milliseconds_logging", logging.Order().ElementAt(logging.Count / 2), 1);
    }

    private static void Log(Trial trial, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            trial.Metrics.Log("train/loss", 1.0 / (i + 1), i);
    }

    private static double Steps(Trial trial, int round, int logs)
    {
        const int Steps = 100;
        var watch = Stopwatch.StartNew();
        var sum = 0.0;
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < 500_000; i++)
                sum += Math.Sqrt(i);
            for (var metric = 0; metric < logs; metric++)
                trial.Metrics.Log("train/step", sum, (((long)round * Steps) + step) * (logs + 1) + metric);
        }

        return watch.Elapsed.TotalMilliseconds / Steps;
    }
}

/// <summary>Options of <see cref="ChatterMethod"/>.</summary>
public sealed record ChatterOptions
{
    /// <summary>Points to log.</summary>
    [Range(1, 100_000_000)]
    public int Points { get; init; } = 3_000_000;

    /// <summary>Rounds of training steps, with and without logging in turn.</summary>
    [Range(1, 1000)]
    public int Rounds { get; init; } = 9;
}
