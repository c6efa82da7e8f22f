namespace KdHost.MLflow;

/// <summary>Whether a run or an experiment is in the bin.</summary>
public enum LifecycleStage
{
    /// <summary>Shown and writable.</summary>
    Active,

    /// <summary>In the bin: hidden, refuses logging, can be restored.</summary>
    Deleted,
}
