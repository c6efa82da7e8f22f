using KdHost.Host.Execution.Failures;
using KdHost.Host.Journal;

namespace KdHost.Host.Execution.Workers;

/// <summary>Ends a worker whose trial takes longer, or more resident memory, than it may.</summary>
internal sealed class LimitWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), LoadingPatience = TimeSpan.FromMinutes(10);

    private readonly WorkerProcess _worker;
    private readonly TimeSpan? _time;
    private readonly long? _memory;
    private readonly long _handedOver = TimeProvider.System.GetTimestamp();
    private readonly Timer? _timer;
    private long? _begun;

    /// <summary>Watches a worker until it is disposed.</summary>
    /// <param name="worker">The worker, which is about to begin a trial.</param>
    /// <param name="time">Longest time; null for any.</param>
    /// <param name="memory">Most resident bytes; null for any.</param>
    public LimitWatch(WorkerProcess worker, TimeSpan? time, long? memory)
    {
        (_worker, _time, _memory) = (worker, time, memory);
        if (time is not null || memory is not null)
            _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Which limit was passed; null while none was.</summary>
    public Failure? Exceeded { get; private set; }

    /// <summary>The method begins; from here its time counts. A worker that still loads libtorch from a slow disk spends none of it.</summary>
    public void Begin() => _begun = TimeProvider.System.GetTimestamp();

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (Exceeded is not null)
            return;
        if (_time is { } limit && (_begun is { } begun ? TimeProvider.System.GetElapsedTime(begun) > limit : TimeProvider.System.GetElapsedTime(_handedOver) > LoadingPatience + limit))
            Exceeded = MethodFailure.TimeLimit(limit);
        else if (_worker.ResidentBytes is var resident && resident > _memory)
            Exceeded = MethodFailure.OutOfMemory($"the trial used {Devices.ByteSize.Show(resident)} of memory, more than its resources.memory of {Devices.ByteSize.Show(_memory.Value)}");
        if (Exceeded is not null)
            _worker.Kill();
    }
}
