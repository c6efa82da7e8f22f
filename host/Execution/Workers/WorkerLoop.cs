using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KdHost.Host.Execution.Workers;

/// <summary>The main loop of a worker process.</summary>
internal static class WorkerLoop
{
    /// <summary>Runs trials until the input ends.</summary>
    public static int Run()
    {
        // The terminal sends Ctrl-C to the whole group; when to stop is the pilot's word.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);

        // Messages own standard output; what a method or a library prints goes to the error stream, and from there to the log.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        var gate = new Lock();
        void Send(WorkerReport report)
        {
            lock (gate)
            {
                output.WriteLine(WorkerProtocol.Write(report));
                output.Flush();
            }
        }

        var runner = new TrialRunner(Send);
        Thread? trial = null;
        CancellationTokenSource? stop = null;
        while (Console.In.ReadLine() is { } line)
        {
            if (line == WorkerProtocol.Stop)
            {
                stop?.Cancel();
                continue;
            }

            // One dedicated thread a trial: dispose scopes and thread counts of libtorch belong to a thread.
            var job = WorkerProtocol.Read<WorkerJob>(line) ?? throw new InvalidDataException($"not a message: {line}");
            stop = new CancellationTokenSource(); // the last one may still be in use: its trial is perhaps being recorded
            var (token, last) = (stop.Token, trial);
            trial = new Thread(() => runner.Run(job, last, token), maxStackSize: 16 << 20) { IsBackground = true, Name = $"trial {job.Trial}" };
            trial.Start();
        }

        // The input ends when the pilot is done or dead. A trial still running must not go on behind a successor's back. An orderly
        // exit would unload libtorch under its feet, and what it then throws would be recorded as the trial's failure.
        if (trial is { IsAlive: true })
            Process.GetCurrentProcess().Kill();
        return 0;
    }
}
