namespace KdHost.MLflow;

/// <summary>A search for runs.</summary>
public sealed record RunQuery
{
    /// <summary>The experiments to look in; at least one.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>What the runs must fulfil.</summary>
    public RunFilter Filter { get; init; } = RunFilter.Any;

    /// <summary>Whether deleted runs count.</summary>
    public RunView View { get; init; }

    /// <summary>The order; newest start first when empty.</summary>
    public IReadOnlyList<RunOrder> OrderBy { get; init; } = [];

    /// <summary>Runs fetched at a time; at most 50,000.</summary>
    public int PageSize { get; init; } = 1000;
}
