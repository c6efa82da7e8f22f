using System.Runtime.InteropServices;
using KdHost.Host.Journal;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Training;

namespace KdHost.Host.Execution;

/// <summary>Sorts failures by cause and says what to do about each.</summary>
internal static class Failures
{
    /// <summary>The class of an exception that ended a trial.</summary>
    public static Failure Classify(Exception error) => error switch
    {
        DivergedException => new Failure(FailureKind.Diverged, error.Message, "lower the learning rate, or raise the warm-up"),
        FaultException => new Failure(FailureKind.Input, error.Message, "mend the input, then run with --rerun failed"),
        OutOfMemoryException => OutOfMemory(error.Message),
        ExternalException when IsOutOfMemory(error.Message.Split('\n')[0]) => OutOfMemory(error.Message),
        _ => new Failure(FailureKind.Method, $"{error.GetType().Name}: {error.Message.Split('\n')[0]}", "a fault of the method: see the trial's worker.log, mend the plugin, then run with --rerun failed"),
    };

    /// <summary>A worker that died.</summary>
    /// <param name="exitCode">Its exit code; above 128 a signal.</param>
    /// <param name="lastLines">What it printed last.</param>
    public static Failure WorkerLost(int exitCode, IReadOnlyList<string> lastLines)
    {
        var cause = exitCode switch
        {
            137 => "it was killed (signal 9); the kernel does so when memory runs out",
            139 => "it crashed in native code (signal 11)",
            134 => "native code ended it (signal 6)",
            136 => "native code trapped in arithmetic (signal 8)",
            _ => $"it ended with exit code {exitCode}",
        };
        var said = lastLines.Count > 0 ? $"; its last words: {lastLines[^1]}" : "";
        return new Failure(FailureKind.WorkerLost, $"the worker process was lost: {cause}{said}", "see the trial's worker.log; with less memory in use it may pass: --rerun failed");
    }

    /// <summary>A trial that took too long.</summary>
    public static Failure TimeLimit(TimeSpan limit) =>
        new(FailureKind.TimeLimit, $"the trial took longer than its limit of {limit}", "raise resources.timeLimit, then run with --rerun failed: it goes on from its last checkpoint");

    // Of libtorch's message the first line alone tells what happened; after it come the names of native functions.
    private static bool IsOutOfMemory(string line) =>
        line.Contains("allocate", StringComparison.OrdinalIgnoreCase) || line.Contains("bad_alloc", StringComparison.Ordinal) || line.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private static Failure OutOfMemory(string message) =>
        new(FailureKind.OutOfMemory, message.Split('\n')[0], "lower the batch size, or run fewer trials at a time (resources.workers)");
}
