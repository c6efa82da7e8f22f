using KdHost.Host.Journal;

namespace KdHost.Host.Execution.Failures;

/// <summary>How a worker process ended without a word of its own.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal when a signal ended it.</param>
/// <param name="LastLines">What it printed last.</param>
/// <param name="Cause">The line with which the runtime announces why it ends the process; null when there was none.</param>
/// <param name="KernelShortOfMemory">Whether the kernel killed a process for want of memory while the worker lived.</param>
internal sealed record WorkerDeath(int ExitCode, IReadOnlyList<string> LastLines, string? Cause, bool KernelShortOfMemory)
{
    private const int Killed = 128 + 9;

    // Signals by which the kernel or a library ends a process for what its own code did.
    private static readonly Dictionary<int, string> Crashes = new()
    {
        [4] = "SIGILL: native code used an instruction that this processor lacks",
        [5] = "SIGTRAP: native code trapped",
        [6] = "SIGABRT: native code gave up",
        [7] = "SIGBUS: native code touched memory that can't be had, such as a truncated mapped file",
        [8] = "SIGFPE: native code trapped in arithmetic",
        [11] = "SIGSEGV: native code touched memory that is not its own",
    };

    private string Said => (Cause ?? (LastLines.Count > 0 ? LastLines[^1] : null)) is { } line ? $"; its last words: {line}" : "";

    /// <summary>The failure of the trial that it ran.</summary>
    public Failure ToFailure()
    {
        if (ExitCode == Killed && KernelShortOfMemory)
            return MethodFailure.OutOfMemory("the kernel killed the worker process because memory ran out");
        if (LastLines.Append(Cause).OfType<string>().FirstOrDefault(MethodFailure.IsOutOfMemory) is { } line && ExitCode != 0)
            return MethodFailure.OutOfMemory($"the worker process ended: {line}");
        if (Cause is not null)
            return new Failure(FailureKind.PluginBug, $"the method ended the worker process: {Cause}", "a fault of the method: see the trial's worker.log, mend the plugin, then run with --rerun failed");
        if (Crashes.TryGetValue(ExitCode - 128, out var signal))
            return new Failure(FailureKind.NativeCrash, $"the worker process crashed ({signal}){Said}", "see the trial's worker.log; resources.retries says how often such a trial is tried again; then run with --rerun failed");
        var how = ExitCode == Killed ? "it was killed (SIGKILL), not by the kernel for want of memory" : ExitCode > 128 ? $"signal {ExitCode - 128} ended it" : $"it ended with exit code {ExitCode}";
        return new Failure(FailureKind.LostWorker, $"the worker process was lost: {how}{Said}", "find out who ends it (a scheduler, a user, the method itself), then run with --rerun failed: it goes on from its last checkpoint");
    }
}
