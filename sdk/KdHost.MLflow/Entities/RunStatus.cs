namespace KdHost.MLflow;

/// <summary>What a run is doing.</summary>
public enum RunStatus
{
    /// <summary>At work, or its program died without saying so.</summary>
    Running,

    /// <summary>Waiting for its start.</summary>
    Scheduled,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Stopped from outside.</summary>
    Killed,
}
