using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KdHost.Host.Tracking.Ui;

/// <summary>The MLflow UI as a child process: waits until it answers, and passes on the wish to end.</summary>
/// <param name="ui">What is started.</param>
internal sealed partial class UiProcess(MlflowUi ui)
{
    private const int Terminate = 15;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromSeconds(3);

    /// <summary>Runs it to its end, or until somebody stops it.</summary>
    /// <param name="isThere">Is called once when it answers.</param>
    /// <param name="stop">Asks it to end.</param>
    /// <returns>Its exit code; null when it was asked to end.</returns>
    public async Task<int?> RunAsync(Action isThere, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(ui.Program, ui.Arguments))!;
        var ended = process.WaitForExitAsync(CancellationToken.None);
        if (await AnswersAsync(ended, stop))
            isThere();
        await Task.WhenAny(ended, Task.Delay(Timeout.InfiniteTimeSpan, stop));
        if (ended.IsCompleted && !stop.IsCancellationRequested)
            return process.ExitCode;
        await EndAsync(process, ended);
        return null;
    }

    private async Task<bool> AnswersAsync(Task ended, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (!ended.IsCompleted && !stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(ui.Address, "/health"), stop);
                return true;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                await Task.WhenAny(ended, Task.Delay(Poll, stop));
            }
        }

        return false;
    }

    // A terminal sends Ctrl-C to the child as well; whoever signalled this process alone means it for both.
    private static async Task EndAsync(Process process, Task ended)
    {
        if (await EndsAsync(ended))
            return;
        if (!OperatingSystem.IsWindows())
            _ = Signal(process.Id, Terminate);
        if (!await EndsAsync(ended))
            process.Kill(entireProcessTree: true);
    }

    private static async Task<bool> EndsAsync(Task ended) => await Task.WhenAny(ended, Task.Delay(Grace)) == ended;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
