using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Options;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Search;

/// <summary>
/// The batches of a search as <c>search/ID/0000.json</c> …, each created once before it runs: after a kill, and for another pilot, they are the
/// proposals that count. ID stands for all that proposals depend on but the number of points, so that a search can grow.
/// </summary>
internal sealed class SearchBatches
{
    private readonly string _folder;

    public SearchBatches(RunDirectory run, Experiment experiment)
    {
        var search = experiment.Search!;
        var declared = new JsonObject
        {
            ["method"] = experiment.Method,
            ["parameters"] = Nest(experiment.Parameters),
            ["seeds"] = JsonSerializer.SerializeToNode(experiment.Seeds),
            ["proposer"] = search.Proposer,
            ["options"] = Nest(search.Options),
            ["batch"] = search.Batch,
            ["seed"] = search.Seed,
            ["metric"] = search.Metric,
            ["maximize"] = search.Maximize,
            ["space"] = search.SpaceText.DeepClone(),
        };
        _folder = Path.Combine(run.Search, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(declared.ToJsonString())))[..8]);
    }

    /// <summary>The points of a batch; null when it is not recorded.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>>? Find(int number) =>
        File.Exists(PathOf(number)) ? [.. RecordFile.Read<List<JsonObject>>(PathOf(number), RecordFile.Indented).Select(FlatJson.Flatten)] : null;

    /// <summary>Records a batch.</summary>
    /// <returns>The batch that counts: another process may have been first, with the same points.</returns>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Record(int number, IEnumerable<IReadOnlyDictionary<string, JsonNode?>> points)
    {
        DurableFile.TryCreate(PathOf(number), JsonSerializer.Serialize(points.Select(Nest), RecordFile.Indented));
        return Find(number)!;
    }

    private static JsonObject Nest(IReadOnlyDictionary<string, JsonNode?> values)
    {
        var tree = new JsonObject();
        foreach (var (path, value) in values)
            FlatJson.Set(tree, path, value?.DeepClone());
        return tree;
    }

    private string PathOf(int number) => Path.Combine(_folder, $"{number:d4}.json");
}
