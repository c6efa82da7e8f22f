namespace KdHost.MLflow.Fake.Faults;

/// <summary>Which requests go wrong, and how.</summary>
public sealed class FaultScript
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private Random? _random;
    private double _probability;
    private IReadOnlyList<Fault> _choice = [];

    /// <summary>The next requests to an endpoint meet a fault, then all is well.</summary>
    /// <param name="endpoint">The end of the path, such as <c>runs/log-batch</c>; empty for every request.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="count">To how many requests.</param>
    public void Next(string endpoint, Fault fault, int count = 1)
    {
        lock (_gate)
            _entries.Add(new Entry(endpoint, fault) { Left = count });
    }

    /// <summary>From now on every request to an endpoint meets a fault.</summary>
    /// <param name="endpoint">The end of the path; empty for every request.</param>
    /// <param name="fault">What happens.</param>
    public void Always(string endpoint, Fault fault) => Next(endpoint, fault, int.MaxValue);

    /// <summary>Requests meet faults at random.</summary>
    /// <param name="seed">The same seed gives the same faults for the same order of requests.</param>
    /// <param name="probability">How many of all requests.</param>
    /// <param name="choice">What may happen.</param>
    public void AtRandom(int seed, double probability, params IReadOnlyList<Fault> choice)
    {
        lock (_gate)
        {
            _random = new Random(seed);
            _probability = probability;
            _choice = choice;
        }
    }

    /// <summary>All is well from now on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _random = null;
        }
    }

    internal Fault? Take(string path)
    {
        lock (_gate)
        {
            if (_entries.Find(entry => entry.Left > 0 && path.EndsWith(entry.Endpoint, StringComparison.Ordinal)) is { } scripted)
            {
                scripted.Left--;
                return scripted.Fault;
            }

            return _random is not null && _random.NextDouble() < _probability ? _choice[_random.Next(_choice.Count)] : null;
        }
    }

    private sealed record Entry(string Endpoint, Fault Fault)
    {
        internal int Left { get; set; }
    }
}
