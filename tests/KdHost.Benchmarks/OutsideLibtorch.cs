using KdHost.Plugins.VanillaKd;
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
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public static async Task MeasureAsync()
    {
        foreach (var student in new[] { "mlp-16", "convnet-32-64-64" })
            Console.WriteLine(FormattableString.Invariant($"time outside libtorch calls, {student} on digits with a live teacher: {await ShareAsync(student):p1} (target under 5 %)"));
    }

    private static async Task<double> ShareAsync(string student)
    {
        using var folder = new ScratchFolder();
        using var stop = new CancellationTokenSource();
        var trainingThread = 0;
        var started = new TaskCompletionSource();
        var options = new VanillaKdOptions { Student = student, Teacher = new() { Epochs = 1 }, Epochs = 100_000, Temperature = 4 };
        var training = new Thread(() =>
        {
            trainingThread = ThreadId();
            try
            {
                var trial = MemoryTrial.Of(options, folder.Path(student), cancellation: stop.Token) with { Progress = new FirstEpoch(started) };
                MemoryTrial.Run(new VanillaKdMethod(), trial);
            }
            catch (OperationCanceledException)
            {
                // Enough was seen.
            }
        });
        training.Start();
        await started.Task;

        var client = new DiagnosticsClient(Environment.ProcessId);
        using var session = client.StartEventPipeSession(
            [
                new EventPipeProvider("Microsoft-DotNETCore-SampleProfiler", System.Diagnostics.Tracing.EventLevel.Informational),
                new EventPipeProvider("Microsoft-Windows-DotNETRuntime", System.Diagnostics.Tracing.EventLevel.Informational, (long)ClrTraceEventParser.Keywords.Default),
            ],
            requestRundown: false);
        var (managed, all) = (0, 0);
        var reading = Task.Run(() =>
        {
            using var source = new EventPipeEventSource(session.EventStream);
            new SampleProfilerTraceEventParser(source).ThreadSample += sample =>
            {
                if (sample.ThreadID != trainingThread)
                    return;
                all++;
                managed += sample.Type == ClrThreadSampleType.Managed ? 1 : 0;
            };
            source.Process();
        });
        await Task.Delay(Duration);
        session.Stop();
        await reading;
        await stop.CancelAsync();
        training.Join();
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
