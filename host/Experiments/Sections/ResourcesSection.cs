namespace KdHost.Host.Experiments.Sections;

/// <summary><c>resources</c>: what trials run on.</summary>
internal static class ResourcesSection
{
    public const string Key = "resources";

    public static Resources Read(Declaration file)
    {
        var standard = Resources.Default;
        if (file.Section(Key) is { } resources)
            file.CheckKeys(resources, $"{Key}.", ["device", "threads", "workers", "retries", "timeLimit"]);
        var limit = file.Get<string>($"{Key}.timeLimit", "a time such as \"00:30:00\"");
        if (!TimeSpan.TryParse(limit ?? "1", out var time) || time <= TimeSpan.Zero)
            file.AddWrong($"{Key}.timeLimit", limit, "a time such as \"00:30:00\"", "write hours, minutes and seconds");
        return new Resources(
            file.Get<string>($"{Key}.device", "\"auto\", \"cpu\", \"cuda\" or \"cuda:0\"") ?? standard.Device,
            file.Count($"{Key}.threads", 1, 1024) ?? standard.Threads,
            file.Count($"{Key}.workers", 0, 1024) ?? standard.Workers,
            file.Count($"{Key}.retries", 0, 100) ?? standard.Retries,
            limit is null ? null : time);
    }
}
