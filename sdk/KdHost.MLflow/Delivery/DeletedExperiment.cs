namespace KdHost.MLflow;

/// <summary>The refusal to log into an experiment that its user threw away.</summary>
internal static class DeletedExperiment
{
    internal static MlflowException Refused(Experiment experiment) =>
        new($"The experiment \"{experiment.Name}\" (id {experiment.Id}) is deleted. Restore it with `mlflow experiments restore "
            + $"--experiment-id {experiment.Id}`, or use another name.")
        {
            ErrorCode = MlflowErrorCode.ResourceAlreadyExists,
        };
}
