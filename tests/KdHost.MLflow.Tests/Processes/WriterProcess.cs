using System.Diagnostics;
using System.Globalization;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Processes;

/// <summary>A process that writes into a local store.</summary>
internal sealed class WriterProcess : IDisposable
{
    internal const int BatchSize = 50;

    private readonly Process _process;

    private WriterProcess(Process process) => _process = process;

    internal static WriterProcess Start(string path, string runId, int batches)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "KdHost.MLflow.Writer.dll"), path, runId, batches.ToString(CultureInfo.InvariantCulture),
        })
        {
            start.ArgumentList.Add(argument);
        }

        return new WriterProcess(Process.Start(start)!);
    }

    internal async Task FinishAsync()
    {
        var errors = await _process.StandardError.ReadToEndAsync(Some.Cancellation);
        await _process.WaitForExitAsync(Some.Cancellation);
        Assert.Equal("", errors);
        Assert.Equal(0, _process.ExitCode);
    }

    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Some.Cancellation);
    }

    public void Dispose() => _process.Dispose();
}
