namespace KdHost.MLflow;

/// <summary>Checks of models before they are registered.</summary>
internal static class ModelContent
{
    internal static void CheckName(string name)
    {
        if (name.Length == 0 || name.IndexOfAny(['/', ':']) >= 0)
            throw Limit.Refused($"The model name \"{name}\" is not valid: it must not be empty or hold slashes or colons.");
        Limit.Check(name, MlflowLimits.ModelName, "The model's name");
    }

    internal static void Check(NewModelVersion version)
    {
        CheckName(version.Name);
        Limit.Check(version.Source, MlflowLimits.ModelSource, "The address of the model's files");
        Limit.Check(version.Description, MlflowLimits.ModelDescription, "The model's description");
        foreach (var tag in version.Tags)
        {
            MlflowName.Check(tag.Key, "tag");
            Limit.Check(tag.Value, MlflowLimits.ModelTagValue, $"The value of tag \"{tag.Key}\"");
        }
    }
}
