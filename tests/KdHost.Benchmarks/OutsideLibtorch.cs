using System.Diagnostics.Tracing;
using KdHost.Plugins.VanillaKd;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Testing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace KdHost.Benchmarks;

/// <summary>
/// Share of the training thread's time that is spent outside native calls: the runtime's own sampling profiler looks at the thread about
/// once a millisecond and says whether it was in managed code or beyond it.
/// </summary>
internal static class OutsideLibtorch
{
    // Hot methods are compiled again in the background over the first seconds.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(5), Duration = TimeSpan.FromSeconds(8);

    public static async Task MeasureAsync(DataRoot root)
    {
        await ReportAsync("digits", "mlp-16", root);
        if (Directory.Exists(Path.Combine(root.Path, "fashion-mnist")))
            await ReportAsync("fashion-mnist", "convnet-8-16-32", root);
    }

    private static async Task ReportAsync(string dataset, string student, DataRoot root)
    {
        var share = await ShareAsync(dataset, student, root);
        Console.WriteLine(FormattableString.Invariant($"time outside libtorch calls, {student} on {dataset} with a live teacher: {share:p1} (target under 5 %)"));
    }

    private static async Task<double> ShareAsync(string dataset, string student, DataRoot root)
    {
        using var folder = new ScratchFolder();
        using var stop = new CancellationTokenSource();
        var trainingThread = 0;
        var started = new TaskCompletionSource();
        var options = new VanillaKdOptions
        {
            Dataset = dataset,
            Student = student,
            Teacher = new() { Model = "convnet-16-32-32-64", Epochs = 1, TrainFraction = 0.02 },
            Epochs = 100_000,
            TrainFraction = dataset == "digits" ? 1 : 0.2,
            Temperature = 4,
        };
        var training = new Thread(() =>
        {
            trainingThread = ThreadId();
            try
            {
                var trial = MemoryTrial.Of(options, folder.Path(student), data: root, cancellation: stop.Token) with { Progress = new FirstEpoch(started), Checkpoints = new NoCheckpoints() };
                MemoryTrial.Run(new VanillaKdMethod(), trial);
            }
            catch (OperationCanceledException)
            {
                // Enough was seen.
            }
        });
        training.Start();
        await started.Task;
        await Task.Delay(Warmup);

        var client = new DiagnosticsClient(Environment.ProcessId);
        using var session = client.StartEventPipeSession([new EventPipeProvider("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational)], requestRundown: false);
        using var trace = new MemoryStream();
        var copying = session.EventStream.CopyToAsync(trace);
        await Task.Delay(Duration);
        session.Stop();
        await copying;
        await stop.CancelAsync();
        training.Join();
        return ManagedShare(trace, trainingThread);
    }

    // Read after the fact: reading beside the training would take a core from it.
    private static double ManagedShare(MemoryStream trace, int thread)
    {
        var (managed, all) = (0, 0);
        trace.Position = 0;
        using var source = new EventPipeEventSource(trace);
        new SampleProfilerTraceEventParser(source).ThreadSample += sample =>
        {
            if (sample.ThreadID != thread)
                return;
            all++;
            managed += sample.Type == ClrThreadSampleType.Managed ? 1 : 0;
        };
        source.Process();
        return all == 0 ? double.NaN : (double)managed / all;
    }

    // The profiler names threads by the operating system's number.
    private static int ThreadId() => int.Parse(Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.Name), System.Globalization.CultureInfo.InvariantCulture);

    private sealed class FirstEpoch(TaskCompletionSource seen) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value)
        {
            if (value.Stage == "student")
                seen.TrySetResult();
        }
    }
}
