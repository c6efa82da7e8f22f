using KdHost.Host.Execution.Failures;
using KdHost.Host.Journal;

namespace KdHost.Host.Tests.Execution.Failures;

public sealed class WorkerDeathTests
{
    [Theory]
    [InlineData(139, "native-crash", "SIGSEGV")]
    [InlineData(134, "native-crash", "SIGABRT")]
    [InlineData(136, "native-crash", "SIGFPE")]
    [InlineData(132, "native-crash", "SIGILL")]
    [InlineData(135, "native-crash", "SIGBUS")]
    [InlineData(137, "lost-worker", "SIGKILL")]
    [InlineData(143, "lost-worker", "signal 15")]
    [InlineData(3, "lost-worker", "exit code 3")]
    [InlineData(0, "lost-worker", "exit code 0")]
    public void A_signal_is_named_and_decides_the_class(int exitCode, string kind, string named)
    {
        var failure = new WorkerDeath(exitCode, ["last words"], null, KernelShortOfMemory: false).ToFailure();
        Assert.Equal(kind, failure.Kind.Word());
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void A_kill_is_for_want_of_memory_only_when_the_kernel_counted_one()
    {
        Assert.Equal(FailureKind.OutOfMemory, new WorkerDeath(137, [], null, KernelShortOfMemory: true).ToFailure().Kind);
        Assert.Equal(FailureKind.NativeCrash, new WorkerDeath(139, [], null, KernelShortOfMemory: true).ToFailure().Kind);
    }

    [Theory]
    [InlineData("terminate called after throwing an instance of 'std::bad_alloc'")]
    [InlineData("Out of memory.")]
    public void A_crash_for_want_of_memory_says_so_in_its_last_words(string line) =>
        Assert.Equal(FailureKind.OutOfMemory, new WorkerDeath(134, ["something", line], null, KernelShortOfMemory: false).ToFailure().Kind);

    [Theory]
    [InlineData("Unhandled exception. System.InvalidOperationException: oh")]
    [InlineData("Stack overflow.")]
    public void What_the_runtime_announces_is_the_methods_fault(string cause)
    {
        var failure = new WorkerDeath(134, ["   at Somewhere"], cause, KernelShortOfMemory: false).ToFailure();
        Assert.Equal(FailureKind.PluginBug, failure.Kind);
        Assert.Contains(cause, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernels_counter_is_found_among_the_others()
    {
        Assert.Equal(12, OutOfMemoryKills.Parse(["nr_free_pages 1", "oom_kill 12", "numa_hit 4"]));
        Assert.Equal(0, OutOfMemoryKills.Parse(["nr_free_pages 1"]));
    }
}
