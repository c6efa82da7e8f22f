namespace KdHost.Host.Journal;

/// <summary>How a trial ended.</summary>
internal enum TrialState
{
    /// <summary>It ran to its end.</summary>
    Finished,

    /// <summary>It failed and trying again won't help, or was tried often enough.</summary>
    Failed,

    /// <summary>The experiment's stopping rule ended it early.</summary>
    Stopped,
}
