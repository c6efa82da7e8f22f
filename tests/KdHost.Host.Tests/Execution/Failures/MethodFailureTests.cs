using System.Runtime.InteropServices;
using KdHost.Host.Execution.Failures;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Training;

namespace KdHost.Host.Tests.Execution.Failures;

public sealed class MethodFailureTests
{
    public static TheoryData<Exception, string> Thrown => new()
    {
        { new DivergedException("the loss is NaN"), "not-a-number" },
        { new FaultException(new Fault("no such file")), "data" },
        { new InvalidDataException("record 7"), "data" },
        { new FileNotFoundException("x.bin"), "data" },
        { new OutOfMemoryException(), "out-of-memory" },
        { new ExternalException("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4000 bytes.\nframe #0"), "out-of-memory" },
        { new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 79.15 GiB total capacity)\nException raised"), "out-of-memory" },
        { new ExternalException("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"), "out-of-memory" },
        { new ExternalException("expected a tensor that was not deallocated"), "plugin-bug" },
        { new InvalidOperationException("oh"), "plugin-bug" },
    };

    [Theory]
    [MemberData(nameof(Thrown), DisableDiscoveryEnumeration = true)]
    public void An_exception_has_a_class_and_a_remedy(Exception error, string kind)
    {
        var failure = MethodFailure.Of(error);
        Assert.Equal(kind, failure.Kind.Word());
        Assert.Contains("--rerun failed", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_may_pass_another_time_is_tried_again_by_default()
    {
        var again = Enum.GetValues<FailureKind>().Where(kind => RetryRules.Default.For(kind) > 0);
        Assert.Equal([FailureKind.OutOfMemory, FailureKind.NativeCrash, FailureKind.LostWorker], again);
    }
}
