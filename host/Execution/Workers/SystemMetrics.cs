using KdHost.Host.Journal;

namespace KdHost.Host.Execution.Workers;

/// <summary>Records how busy the machine is while a trial runs: a first sample after a second, then one an interval.</summary>
internal sealed class SystemMetrics : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly JournalWriter _journal;
    private readonly SystemLoad _load;
    private readonly Timer _timer;
    private long _step;
    private bool _isOver;

    /// <param name="journal">Where samples go.</param>
    /// <param name="earlier">The records that this attempt continues from: their steps are continued.</param>
    /// <param name="interval">Time between samples; zero for none.</param>
    /// <param name="gpus">Whether to ask for GPUs.</param>
    public SystemMetrics(JournalWriter journal, IEnumerable<JournalRecord> earlier, TimeSpan interval, bool gpus)
    {
        (_journal, _load) = (journal, new SystemLoad(gpus));
        _step = earlier.OfType<MetricRecord>().Where(metric => metric.Name.StartsWith("system/", StringComparison.Ordinal)).Select(metric => metric.Step + 1).DefaultIfEmpty(0).Max();
        if (interval > TimeSpan.Zero)
            _load.Read(); // the use of the processor counts from here
        _timer = new Timer(_ => Sample(), null, interval > TimeSpan.Zero ? First : Timeout.InfiniteTimeSpan, interval > TimeSpan.Zero ? interval : Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes no more samples; none is recorded after it returns.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
            _isOver = true;
    }

    private void Sample()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            try
            {
                foreach (var (name, value) in _load.Read())
                    _journal.Append(new MetricRecord(name, value, _step) { Time = Clock.Now });
                _step++;
            }
            catch (IOException)
            {
                // A trial does without a sample.
            }
        }
    }
}
