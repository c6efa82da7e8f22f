namespace KdHost.Host.Planning;

/// <summary>How a declared trial stands.</summary>
internal enum PlannedState
{
    /// <summary>Never begun.</summary>
    ToRun,

    /// <summary>Begun and held by nobody: it goes on from its last checkpoint.</summary>
    Interrupted,

    /// <summary>Held by a living process.</summary>
    Running,

    /// <summary>Held back by the stopping rule; goes on when it is among the best of its rung.</summary>
    Paused,

    /// <summary>Ran to its end.</summary>
    Finished,

    /// <summary>Ended early by the stopping rule.</summary>
    Stopped,

    /// <summary>Failed; runs again when asked to.</summary>
    Failed,
}
