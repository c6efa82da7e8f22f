namespace KdHost.MLflow;

/// <summary>Checks of experiments, runs and data sets before they are sent.</summary>
internal static class InputContent
{
    internal static void CheckExperiment(string name, IReadOnlyList<Tag> tags)
    {
        if (name.Length == 0)
            throw Limit.Refused("The experiment's name is empty.");
        Limit.Check(name, MlflowLimits.ExperimentName, "The experiment's name");
        foreach (var tag in tags)
            CheckExperimentTag(tag);
    }

    internal static void CheckExperimentTag(Tag tag)
    {
        MlflowName.Check(tag.Key, "tag");
        Limit.Check(tag.Value, MlflowLimits.ExperimentTagValue, $"The value of tag \"{tag.Key}\"");
    }

    internal static void CheckRun(NewRun run)
    {
        CheckName(run.Name);
        foreach (var tag in run.Tags)
            BatchContent.Check(tag);
        if (run.Tags.FirstOrDefault(tag => tag.Key == RunNameTag) is { Key: not null } named && named.Value != run.Name)
            throw Limit.Refused($"The run is called \"{run.Name}\", but its tag {RunNameTag} says \"{named.Value}\"; leave the tag out.");
    }

    internal static void CheckUpdate(RunUpdate update)
    {
        if (update.Name is { } name)
            CheckName(name);
    }

    internal static void CheckInputs(IReadOnlyList<DatasetInput> inputs)
    {
        foreach (var (set, context) in inputs)
        {
            Limit.Check(set.Name, MlflowLimits.DatasetName, "The data set's name");
            Limit.Check(set.Digest, MlflowLimits.DatasetDigest, $"The digest of data set \"{set.Name}\"");
            Limit.Check(set.Source, MlflowLimits.DatasetSource, $"The source of data set \"{set.Name}\"");
            Limit.Check(set.Schema, MlflowLimits.DatasetSchema, $"The schema of data set \"{set.Name}\"");
            Limit.Check(set.Profile, MlflowLimits.DatasetProfile, $"The profile of data set \"{set.Name}\"");
            Limit.Check(context, MlflowLimits.InputTagValue, $"The context of data set \"{set.Name}\"");
        }
    }

    internal const string RunNameTag = "mlflow.runName";

    internal const string ContextTag = "mlflow.data.context";

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw Limit.Refused("The run's name is empty.");
        Limit.Check(name, MlflowLimits.RunName, "The run's name");
    }
}
