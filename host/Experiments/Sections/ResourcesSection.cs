using System.Globalization;
using System.Text.Json.Nodes;
using KdHost.Host.Execution.Devices;
using KdHost.Host.Journal;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>resources</c>: what trials run on, and within which limits.</summary>
internal static class ResourcesSection
{
    public const string Key = "resources";

    private const string Retries = $"{Key}.retries";
    private const int MostRetries = 100;

    public static Resources Read(Declaration file)
    {
        var standard = Resources.Default;
        if (file.Section(Key) is { } resources)
            file.CheckKeys(resources, $"{Key}.", ["device", "threads", "workers", "memory", "retries", "timeLimit"]);
        return new Resources(
            file.Get<string>($"{Key}.device", DeviceRequest.Expected) ?? standard.Device,
            file.Count($"{Key}.threads", 1, 1024) ?? standard.Threads,
            file.Count($"{Key}.workers", 0, 1024) ?? standard.Workers)
        {
            Memory = ReadMemory(file),
            TimeLimit = ReadTimeLimit(file),
            Retries = ReadRetries(file),
        };
    }

    private static long? ReadMemory(Declaration file)
    {
        const string Expected = "an amount such as \"4GB\" or \"800 MiB\"";
        if (file.Get<string>($"{Key}.memory", Expected) is not { } text)
            return null;
        if (ByteSize.Parse(text) is { } memory)
            return memory;
        file.AddWrong($"{Key}.memory", text, Expected, "write a number and a unit");
        return null;
    }

    private static TimeSpan? ReadTimeLimit(Declaration file)
    {
        if (file.Get<string>($"{Key}.timeLimit", "a time such as \"00:30:00\"") is not { } text)
            return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero)
            return time;
        file.AddWrong($"{Key}.timeLimit", text, "a time such as \"00:30:00\"", "write hours, minutes and seconds");
        return null;
    }

    private static RetryRules ReadRetries(Declaration file)
    {
        if (file.Node(Retries) is not JsonObject byKind)
            return file.Count(Retries, 0, MostRetries) is { } limit ? RetryRules.Of(limit) : RetryRules.Default;
        var limits = RetryRules.Default.Limits.ToDictionary();
        foreach (var word in byKind.Select(pair => pair.Key))
        {
            if (!FailureKinds.ByWord.TryGetValue(word, out var kind))
                file.Add(file.At($"{Retries}.{word}", "there is no such class of failures") with { Found = word, Expected = $"one of: {string.Join(", ", FailureKinds.ByWord.Keys)}", Fix = Nearest.Fix(word, FailureKinds.ByWord.Keys.ToList()) });
            else if (file.Count($"{Retries}.{word}", 0, MostRetries) is { } count)
                limits[kind] = count;
        }

        return new RetryRules(limits);
    }
}
