namespace KdHost.MLflow;

/// <summary>The words that MLflow uses for our enumerations, in JSON and in the database alike.</summary>
internal static class WireNames
{
    internal static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Scheduled => "SCHEDULED",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        _ => "KILLED",
    };

    internal static string Of(RunView view) => view switch
    {
        RunView.Active => "ACTIVE_ONLY",
        RunView.Deleted => "DELETED_ONLY",
        _ => "ALL",
    };

    internal static RunStatus Status(string? word) => word switch
    {
        "RUNNING" => RunStatus.Running,
        "SCHEDULED" => RunStatus.Scheduled,
        "FINISHED" => RunStatus.Finished,
        "FAILED" => RunStatus.Failed,
        "KILLED" => RunStatus.Killed,
        _ => throw new MlflowException($"The store speaks of a run status \"{word}\", which MLflow does not define."),
    };

    internal static LifecycleStage Stage(string? word) =>
        word == "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;
}
