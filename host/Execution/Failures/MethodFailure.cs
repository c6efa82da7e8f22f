using System.Runtime.InteropServices;
using KdHost.Host.Journal;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Training;

namespace KdHost.Host.Execution.Failures;

/// <summary>Sorts what a method threw by cause and says what to do about each.</summary>
internal static class MethodFailure
{
    private const string Again = "then run with --rerun failed";

    // What libtorch, CUDA's libraries and the runtime say when an allocation fails.
    private static readonly string[] MemoryWords =
        ["can't allocate memory", "not enough memory", "out of memory", "cannot allocate memory", "bad_alloc", "bad allocation", "ALLOC_FAILED", "insufficient memory"];

    /// <summary>The class of an exception that ended a trial.</summary>
    public static Failure Of(Exception error) => error switch
    {
        DivergedException => new Failure(FailureKind.NotANumber, error.Message, $"lower the learning rate, or raise the warm-up, {Again}"),
        FaultException => new Failure(FailureKind.Data, error.Message, $"mend the input, {Again}"),
        InvalidDataException or FileNotFoundException or DirectoryNotFoundException or EndOfStreamException =>
            new Failure(FailureKind.Data, $"{error.GetType().Name}: {FirstLine(error)}", $"mend or replace the file that the message names, {Again}"),
        OutOfMemoryException => OutOfMemory(FirstLine(error)),
        ExternalException when IsOutOfMemory(FirstLine(error)) => OutOfMemory(FirstLine(error)),
        _ => new Failure(FailureKind.PluginBug, $"{error.GetType().Name}: {FirstLine(error)}", $"a fault of the method: see the trial's worker.log, mend the plugin, {Again}"),
    };

    /// <summary>A trial for which memory did not suffice.</summary>
    public static Failure OutOfMemory(string message) =>
        new(FailureKind.OutOfMemory, message, $"lower the batch size, or run fewer trials at a time (resources.memory or resources.workers), {Again}: it goes on from its last checkpoint");

    /// <summary>A trial that took too long.</summary>
    public static Failure TimeLimit(TimeSpan limit) =>
        new(FailureKind.TimeLimit, $"the trial took longer than its limit of {limit}", $"raise resources.timeLimit, {Again}: it goes on from its last checkpoint");

    /// <summary>Whether a message tells of an allocation that failed.</summary>
    public static bool IsOutOfMemory(string line) => MemoryWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    // Of libtorch's message the first line alone tells what happened; after it come the names of native functions.
    private static string FirstLine(Exception error) => error.Message.Split('\n')[0];
}
