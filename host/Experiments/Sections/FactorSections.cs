using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;

namespace KdHost.Host.Experiments.Sections;

/// <summary>The sections that say what varies: <c>grid</c>, <c>zip</c>, <c>list</c> and <c>random</c>.</summary>
internal static class FactorSections
{
    public static readonly string[] Keys = [GridSection.Key, ZipSection.Key, ListSection.Key, RandomSection.Key];

    /// <summary>Reads those of the file, or of a condition.</summary>
    /// <param name="file">The file.</param>
    /// <param name="owner">The object that holds the sections.</param>
    /// <param name="prefix">Its key with a full stop; empty for the file itself.</param>
    public static List<Factor> Read(Declaration file, JsonObject owner, string prefix)
    {
        List<Factor> factors =
        [
            .. GridSection.Read(file, owner[GridSection.Key], prefix + GridSection.Key),
            .. ZipSection.Read(file, owner[ZipSection.Key], prefix + ZipSection.Key),
            .. ListSection.Read(file, owner[ListSection.Key], prefix + ListSection.Key),
            .. RandomSection.Read(file, owner[RandomSection.Key], prefix + RandomSection.Key),
        ];
        var owners = new Dictionary<string, Factor>();
        foreach (var (factor, path) in factors.SelectMany(factor => factor.Paths.Select(path => (factor, path))))
        {
            if (!owners.TryAdd(path, factor))
            {
                file.Add(file.At(factor.Key, "this option varies in two places") with
                {
                    Found = $"{path} in {owners[path].Key} and in {factor.Key}",
                    Expected = "one place: the product of both would give one option two values",
                    Fix = "remove it from one of them",
                });
            }
        }

        return factors;
    }
}
