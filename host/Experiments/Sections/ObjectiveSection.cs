namespace KdHost.Host.Experiments.Sections;

/// <summary><c>objective</c>: what trials are ranked by.</summary>
internal static class ObjectiveSection
{
    public const string Key = "objective";

    private const string Expected = "\"maximize\" or \"minimize\"";

    public static Objective Read(Declaration file)
    {
        if (file.Section(Key) is { } objective)
            file.CheckKeys(objective, $"{Key}.", ["metric", "direction"]);
        var direction = file.Get<string>($"{Key}.direction", Expected) ?? "maximize";
        if (direction is not ("maximize" or "minimize"))
            file.AddWrong($"{Key}.direction", direction, Expected, "write one of the two");
        return new Objective(file.Get<string>($"{Key}.metric", "the name of a metric") ?? "test/accuracy", direction == "maximize");
    }
}
