using System.Diagnostics;
using System.Text;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>A running <c>kd</c> with its workers.</summary>
internal sealed class RunningKd : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _patience;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly StringBuilder _output = new(), _errors = new();

    public RunningKd(ProcessStartInfo start, TimeSpan patience)
    {
        _patience = patience;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Output => Text(_output);

    /// <summary>The host itself.</summary>
    public int Id => _process.Id;

    /// <summary>The worker processes that are alive now.</summary>
    public IReadOnlyList<int> Workers => LinuxProcess.Children(_process.Id).Where(LinuxProcess.IsWorker).ToList();

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It does not come; the message has all that was printed.</exception>
    public async Task<KdResult> EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"kd {string.Join(' ', _process.StartInfo.ArgumentList)} did not end:\n{Result(-1)}", error);
        }

        return Result(_process.ExitCode);
    }

    /// <summary>Waits until something is so while the process runs.</summary>
    /// <exception cref="TimeoutException">It ended, or time did.</exception>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        while (!condition())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(_started) > _patience)
                throw new TimeoutException($"waited in vain until {what}:\n{Result(_process.HasExited ? _process.ExitCode : -1)}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var workers = _process.HasExited ? [] : Workers;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Eventually.IsTrueAsync(() => !workers.Any(LinuxProcess.IsWorker), "the workers are gone, so that nobody writes into a folder that is about to be deleted");
    }

    private KdResult Result(int exitCode) => new(exitCode, Text(_output), Text(_errors), Stopwatch.GetElapsedTime(_started));

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
            text.Append(line).Append(line is null ? "" : "\n");
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
