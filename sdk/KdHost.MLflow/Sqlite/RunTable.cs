namespace KdHost.MLflow.Sqlite;

/// <summary>Creates and changes runs in a database.</summary>
internal sealed class RunTable(Database database, ArtifactFolders artifacts, ExperimentTable experiments, TagTable tags, TimeProvider time)
{
    /// <summary>Inserts the run, unless one of the wanted id is there already.</summary>
    internal string Create(NewRun run)
    {
        var experiment = experiments.Demand(run.ExperimentId);
        var id = run.WantedRunId ?? Guid.NewGuid().ToString("N");
        var user = run.Tags.FirstOrDefault(tag => tag.Key == "mlflow.user").Value ?? "";
        var inserted = database.Execute(
            """
            INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time,
                source_version, lifecycle_stage, artifact_uri, experiment_id, deleted_time)
            VALUES ($1, $2, 'UNKNOWN', '', '', $3, 'RUNNING', $4, NULL, '', 'active', $5, $6, NULL)
            ON CONFLICT (run_uuid) DO NOTHING
            """,
            id, run.Name, user, run.StartTime.ToUnixTimeMilliseconds(), artifacts.OfRun(run.ExperimentId, id), experiment);
        if (inserted == 0)
            return id;

        foreach (var tag in run.Tags)
            tags.Set(id, tag);
        tags.Set(id, new Tag(InputContent.RunNameTag, run.Name));
        return id;
    }

    internal void Update(string runId, RunUpdate update)
    {
        DemandActive(runId);
        if (update.Status is { } status)
            database.Execute("UPDATE runs SET status = $2 WHERE run_uuid = $1", runId, WireNames.Of(status));
        if (update.EndTime is { } end)
            database.Execute("UPDATE runs SET end_time = $2 WHERE run_uuid = $1", runId, end.ToUnixTimeMilliseconds());
        if (update.Name is { } name)
            tags.Set(runId, new Tag(InputContent.RunNameTag, name));
    }

    internal void Delete(string runId)
    {
        Demand(runId);
        database.Execute(
            "UPDATE runs SET lifecycle_stage = 'deleted', deleted_time = $2 WHERE run_uuid = $1 AND lifecycle_stage <> 'deleted'",
            runId, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    internal void Restore(string runId)
    {
        Demand(runId);
        database.Execute("UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE run_uuid = $1", runId);
    }

    /// <summary>Throws unless the run is there and not in the bin.</summary>
    internal void DemandActive(string runId)
    {
        if (Demand(runId) == LifecycleStage.Deleted)
        {
            throw new MlflowException($"The run {runId} must be in the 'active' state. Current state is deleted.")
            {
                ErrorCode = MlflowErrorCode.InvalidParameterValue,
                RunId = runId,
            };
        }
    }

    private LifecycleStage Demand(string runId) =>
        database.Text("SELECT lifecycle_stage FROM runs WHERE run_uuid = $1", runId) is { } stage
            ? WireNames.Stage(stage)
            : throw Missing(runId);

    internal static MlflowException Missing(string runId) =>
        new($"Run with id={runId} not found") { ErrorCode = MlflowErrorCode.ResourceDoesNotExist, RunId = runId };
}
