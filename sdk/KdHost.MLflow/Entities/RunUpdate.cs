namespace KdHost.MLflow;

/// <summary>A change of a run; what is null stays as it is.</summary>
public sealed record RunUpdate
{
    /// <summary>The new status.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>When the run ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The new name; the tag <c>mlflow.runName</c> follows.</summary>
    public string? Name { get; init; }
}
