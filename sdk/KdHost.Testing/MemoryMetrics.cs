using KdHost.Sdk.Methods;

namespace KdHost.Testing;

/// <summary>Keeps logged values in memory.</summary>
public sealed class MemoryMetrics : IMetrics
{
    private readonly List<(string Name, double Value, long Step)> _points = [];

    /// <summary>All points in the order logged.</summary>
    public IReadOnlyList<(string Name, double Value, long Step)> Points => _points;

    /// <summary>The value of a metric that was logged last.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <exception cref="InvalidOperationException">It was never logged.</exception>
    public double Last(string name) => _points.Last(point => point.Name == name).Value;

    /// <inheritdoc/>
    public void Log(string name, double value, long step) => _points.Add((name, value, step));
}
