namespace KdHost.Host.Execution;

/// <summary>Counts trials and estimates the time left from those that ended.</summary>
/// <param name="total">Trials of the grid.</param>
/// <param name="done">How many were done before.</param>
/// <param name="slots">How many run at a time.</param>
internal sealed class GridProgress(int total, int done, int slots)
{
    private readonly Dictionary<string, long> _running = [];
    private TimeSpan _spent;
    private int _ended, _grown;

    /// <summary>Trials of the grid.</summary>
    public int Total => total + _grown;

    /// <summary>Trials that ended, in this run or before.</summary>
    public int Done => done + _ended;

    /// <summary>The time left in words, with a leading comma; empty while nothing is known or nothing is left.</summary>
    public string TimeLeft
    {
        get
        {
            if (_ended == 0 || Done >= Total)
                return "";
            var left = _spent / _ended * (Total - Done) / slots;
            return left.TotalHours >= 1 ? $", about {left.TotalHours:f1} h left" : left.TotalMinutes >= 1 ? $", about {left.TotalMinutes:f0} min left" : $", about {left.TotalSeconds:f0} s left";
        }
    }

    /// <summary>A trial begins.</summary>
    public void Start(string trial) => _running.TryAdd(trial, TimeProvider.System.GetTimestamp());

    /// <summary>A trial runs no more and has not ended.</summary>
    public void Leave(string trial)
    {
        if (_running.Remove(trial, out var since))
            _spent += TimeProvider.System.GetElapsedTime(since);
    }

    /// <summary>More trials belong to the grid.</summary>
    public void Grow(int trials) => _grown += trials;

    /// <summary>A trial ended.</summary>
    public void End(string trial)
    {
        _ended++;
        Leave(trial);
    }
}
