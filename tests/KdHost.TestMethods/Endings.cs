using System.Runtime.InteropServices;
using KdHost.Sdk.Training;
using Microsoft.Extensions.Logging;

namespace KdHost.TestMethods;

/// <summary>Every way in which a trial can end badly.</summary>
internal static partial class Endings
{
    private const int Kill = 9;
    private const nint NotMapped = 8;
    private const int Megabyte = 1 << 20, LargestHog = 4096;

    public static void Meet(Ending ending, ILogger log)
    {
        log.LogWarning("It ends with {Ending}", ending);
        switch (ending)
        {
            case Ending.Throw:
                throw new InvalidOperationException($"it was told to throw, number {Environment.TickCount64}");
            case Ending.Diverge:
                DivergedException.ThrowIfNotFinite(double.NaN, 1);
                break;
            case Ending.BadData:
                throw new InvalidDataException("images.bin: record 7 is 3072 bytes long instead of 3073");
            case Ending.NoMemory:
                throw new ExternalException("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4000000000000 bytes. Error code 12 (Cannot allocate memory)");
            case Ending.Hog:
                Grow();
                break;
            case Ending.Crash:
                _ = Length(NotMapped);
                break;
            case Ending.Abort:
                Abort();
                break;
            case Ending.ThrowElsewhere:
                new Thread(() => throw new InvalidOperationException("it was told to throw elsewhere")).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case Ending.Kill:
                _ = SendSignal(Environment.ProcessId, Kill);
                Thread.Sleep(Timeout.Infinite);
                break;
            case Ending.Hang:
                Thread.Sleep(Timeout.Infinite);
                break;
        }
    }

    private static void Grow()
    {
        var held = new List<byte[]>();
        for (var size = 0; size < LargestHog; size += 64)
        {
            var block = new byte[64 * Megabyte];
            block.AsSpan().Fill(1);
            held.Add(block);
            Thread.Sleep(20);
        }

        GC.KeepAlive(held);
        throw new InvalidOperationException("nobody minded the memory");
    }

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint Length(nint text);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
