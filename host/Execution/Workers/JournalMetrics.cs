using KdHost.Host.Journal;
using KdHost.Host.Tracking;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>Logs metrics into a journal and remembers the last value of each.</summary>
internal sealed class JournalMetrics : IMetrics
{
    private readonly JournalWriter _journal;
    private readonly Dictionary<string, double> _last = [];
    private readonly HashSet<(string Name, long Step)> _earlier = [];

    /// <param name="journal">Where metrics go.</param>
    /// <param name="earlier">The records that this attempt continues from.</param>
    public JournalMetrics(JournalWriter journal, IEnumerable<JournalRecord> earlier)
    {
        _journal = journal;
        foreach (var metric in earlier.OfType<MetricRecord>())
        {
            _last[metric.Name] = metric.Value;
            _earlier.Add((metric.Name, metric.Step));
        }
    }

    /// <summary>The last value of each metric.</summary>
    public IReadOnlyDictionary<string, double> Last => _last;

    public void Log(string name, double value, long step)
    {
        if (_earlier.Contains((name, step)))
            return; // a method logs some points before it restores its checkpoint; they stand already
        if (!_last.ContainsKey(name))
            MetricNames.Check(name);
        _journal.Append(new MetricRecord(name, value, step) { Time = Clock.Now });
        _last[name] = value;
    }
}
