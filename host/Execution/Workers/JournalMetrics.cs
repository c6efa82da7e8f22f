using KdHost.Host.Execution.Stopping;
using KdHost.Host.Journal;
using KdHost.Host.Tracking;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>Logs metrics into a journal, remembers the last value of each, and shows the stopping rule the one that it looks at.</summary>
internal sealed class JournalMetrics : IMetrics
{
    private readonly JournalWriter _journal;
    private readonly StoppingWatch? _stopping;
    private readonly Action _end;
    private readonly Dictionary<string, double> _last = [];
    private readonly HashSet<(string Name, long Step)> _earlier = [];
    private readonly Lock _gate = new();

    /// <param name="journal">Where metrics go.</param>
    /// <param name="earlier">The records that this attempt continues from.</param>
    /// <param name="stopping">The stopping rule's watch over this trial; null for none.</param>
    /// <param name="end">Asks the trial to stop when the rule says so.</param>
    public JournalMetrics(JournalWriter journal, IEnumerable<JournalRecord> earlier, StoppingWatch? stopping, Action end)
    {
        (_journal, _stopping, _end) = (journal, stopping, end);
        foreach (var metric in earlier.OfType<MetricRecord>())
        {
            _last[metric.Name] = metric.Value;
            _earlier.Add((metric.Name, metric.Step));
            if (metric.Name == stopping?.Metric)
                stopping.Recall(metric.Step, metric.Value);
        }
    }

    /// <summary>The last value of each metric.</summary>
    public IReadOnlyDictionary<string, double> Last => _last;

    public void Log(string name, double value, long step)
    {
        lock (_gate)
        {
            if (_earlier.Count > 0 && _earlier.Contains((name, step)))
                return; // a method logs some points before it restores its checkpoint; they stand already
            if (!_last.ContainsKey(name))
                MetricNames.Check(name);
            _journal.AppendMetric(name, value, step, Clock.Now);
            _last[name] = value;
            if (_stopping is null || name != _stopping.Metric)
                return;
            _stopping.Observe(step, value);
            if (_stopping.Verdict != StoppingVerdict.GoOn)
                _end();
        }
    }
}
