using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>Tags by which runs can be found and told apart, under MLflow's own names where it has them.</summary>
internal static class GridTags
{
    /// <summary>Tags of a new experiment.</summary>
    public static List<Tag> OfExperiment(RunRecord record) =>
    [
        new("mlflow.experimentKind", "custom_model_development"),
        new("mlflow.experiment.primaryMetric.name", ParentRun.FinalMetric(record.Objective.Metric)),
        new("mlflow.experiment.primaryMetric.greaterIsBetter", record.Objective.Maximize ? "True" : "False"),

        // Of an experiment's note only the first line shows until it is unfolded.
        TrackingNames.Tag(TrackingNames.Note, $"{record.Name}: a grid of KdHost, ranked by {record.Objective.Metric}\n\nOpen the run of the same name for the leaderboard; its trials are its children."),
    ];

    /// <summary>Tags that the grid and its trials share.</summary>
    public static List<Tag> Shared(RunDirectory run, RunRecord record, RunLock? made)
    {
        var tags = new List<Tag>
        {
            new("mlflow.user", Environment.UserName), TrackingNames.Tag("mlflow.source.name", record.File), new("mlflow.source.type", "LOCAL"),
            TrackingNames.Tag("kdhost.run_directory", Path.GetFileName(run.Path)),
        };
        if (made is null)
            return tags;
        tags.AddRange(made.Plugins.Select(plugin => TrackingNames.Tag($"kdhost.plugin.{plugin.Key}", plugin.Value)));
        tags.Add(new Tag("kdhost.version", made.Host));
        if (made.Commit is { } commit)
            tags.AddRange([new Tag("mlflow.source.git.commit", commit), new Tag("mlflow.source.git.dirty", made.Dirty == true ? "true" : "false")]);
        if (made.Branch is { } branch)
            tags.Add(TrackingNames.Tag("mlflow.source.git.branch", branch));
        if (made.Repository is { } repository)
            tags.Add(TrackingNames.Tag("mlflow.source.git.repoURL", repository));
        return tags;
    }
}
