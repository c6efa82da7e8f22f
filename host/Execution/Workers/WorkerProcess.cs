using System.Diagnostics;
using System.Threading.Channels;
using KdHost.Host.Execution.Failures;

namespace KdHost.Host.Execution.Workers;

/// <summary>A child process that runs trials one after the other. A crash in it costs one attempt of one trial.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(5);

    // With these the runtime begins what it prints before it ends a process.
    private static readonly string[] Causes = ["Unhandled exception. ", "Stack overflow.", "Out of memory.", "Fatal error. "];

    private readonly Process _process;
    private readonly Channel<WorkerReport> _reports = Channel.CreateUnbounded<WorkerReport>();
    private readonly Queue<string> _lastLines = new();
    private readonly long _kills = OutOfMemoryKills.Count();

    private WorkerProcess(Process process) => _process = process;

    /// <summary>What the worker says; completes when its output ends.</summary>
    public ChannelReader<WorkerReport> Reports => _reports.Reader;

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The line with which the runtime announced that it ends the process; null when it did not.</summary>
    public string? Cause { get; private set; }

    /// <summary>Whether the kernel has killed a process for want of memory since the worker started.</summary>
    public bool KernelShortOfMemory => OutOfMemoryKills.Count() > _kills;

    /// <summary>Resident memory; 0 when the process is gone.</summary>
    public long ResidentBytes
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    /// <summary>The last lines that are not messages, such as those of a native crash.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lastLines)
                return [.. _lastLines];
        }
    }

    /// <summary>Starts a worker.</summary>
    public static WorkerProcess Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // TorchSharp hands the number in `tensor * 2` to native code in an object that a collection may finalise during the call. A training makes
        // little garbage: with 64 MB before the first collection there are next to none.
        start.Environment.TryAdd("DOTNET_GCgen0size", "4000000");
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        start.ArgumentList.Add("worker");
        var worker = new WorkerProcess(Process.Start(start)!);
        _ = worker.ReadAsync(worker._process.StandardOutput, completes: true);
        _ = worker.ReadAsync(worker._process.StandardError, completes: false);
        return worker;
    }

    /// <summary>Hands a trial to the worker.</summary>
    /// <exception cref="IOException">The worker is gone.</exception>
    public Task SendAsync(WorkerJob job) => WriteAsync(WorkerProtocol.Write(job));

    /// <summary>Asks the worker to checkpoint and stop its trial; does nothing when it is gone.</summary>
    public async Task StopTrialAsync()
    {
        try
        {
            await WriteAsync(WorkerProtocol.Stop);
        }
        catch (IOException)
        {
            // It died meanwhile; whoever waits for its reports sees that.
        }
    }

    /// <summary>Ends the worker at once.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>How the process ended; waits for it.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close(); // an idle worker leaves when its input ends
            using var patience = new CancellationTokenSource(ExitPatience);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task WriteAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    private async Task ReadAsync(StreamReader output, bool completes)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (WorkerProtocol.Read<WorkerReport>(line) is { } report)
                _reports.Writer.TryWrite(report);
            else
                Keep(line);
        }

        if (completes)
            _reports.Writer.Complete();
    }

    private void Keep(string line)
    {
        lock (_lastLines)
        {
            if (Causes.Any(cause => line.StartsWith(cause, StringComparison.Ordinal)))
                Cause ??= line;
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
                _lastLines.Dequeue();
        }
    }
}
