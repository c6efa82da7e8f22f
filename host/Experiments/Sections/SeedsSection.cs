using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>seeds</c>: how many, or which.</summary>
internal static class SeedsSection
{
    public const string Key = "seeds";

    public static List<long> Read(Declaration file)
    {
        switch (file.Root[Key])
        {
            case null:
                return [0];
            case JsonValue value when value.TryGetValue<int>(out var count) && count > 0:
                return [.. Enumerable.Range(0, count)];
            case JsonArray { Count: > 0 } list when list.All(seed => seed is JsonValue v && v.TryGetValue<long>(out _)):
                var seeds = list.Select(seed => seed!.GetValue<long>()).ToList();
                if (seeds.Distinct().Count() < seeds.Count)
                    file.AddWrong(Key, list, "different seeds", "remove the repeated ones");
                return seeds;
            case var other:
                file.AddWrong(Key, other, "a positive whole number, or a list of whole numbers", "write 5 for the seeds 0 to 4");
                return [0];
        }
    }
}
