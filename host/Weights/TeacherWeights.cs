using System.Text.Json.Nodes;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;

namespace KdHost.Host.Weights;

/// <summary>Finds the trained teachers in the cache of a run directory.</summary>
internal static class TeacherWeights
{
    private const string Kind = "teacher", KeyFile = "key.json";

    /// <summary>A teacher of the cache.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="digest">Its digest or the beginning of it; empty where there is one teacher only.</param>
    /// <exception cref="FaultException">There is none, or there are several.</exception>
    public static FoundWeights Find(RunDirectory run, string digest)
    {
        var folder = Path.Combine(run.Cache, Kind);
        var all = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(entry => File.Exists(Path.Combine(entry, KeyFile))).Order(StringComparer.Ordinal).ToList() : [];
        var matches = all.Where(entry => Path.GetFileName(entry).StartsWith(digest, StringComparison.Ordinal)).ToList();
        if (matches is not [var found])
        {
            var teachers = string.Join("; ", (matches.Count > 0 ? matches : all).Take(8).Select(entry => $"{Path.GetFileName(entry)} ({Describe(entry)})"));
            throw new FaultException(matches.Count > 1
                ? new Fault("there are several teachers") { File = folder, Found = $"{matches.Count} of them", Expected = "the beginning of one digest", Fix = $"--teacher with one of: {teachers}" }
                : new Fault("there is no such teacher") { File = folder, Found = digest.Length > 0 ? digest : "no trained teacher", Expected = "a teacher in the cache of the run", Fix = all.Count > 0 ? $"--teacher with one of: {teachers}" : "run an experiment that trains a teacher" });
        }

        return new FoundWeights(Directory.EnumerateFiles(found, "*.safetensors").Order(StringComparer.Ordinal).First(), Info(run, found));
    }

    private static WeightInfo Info(RunDirectory run, string entry)
    {
        var key = JsonNode.Parse(File.ReadAllText(Path.Combine(entry, KeyFile)));
        var dataSet = key?["dataSet"]?.ToString();
        var source = dataSet is not null && DataSets.NamesOf<ImageSource>().Contains(dataSet) ? DataSets.Get<ImageSource>(dataSet) : null;
        var notes = new Dictionary<string, string> { ["run"] = Path.GetFileName(run.Path), ["teacher"] = Path.GetFileName(entry) };
        if (dataSet is not null)
            notes["dataset"] = dataSet;
        return new WeightInfo { Model = key?["options"]?["model"]?.ToString(), Input = source?.Shape, Classes = source is { Classes: > 0 } ? source.Classes : null, Notes = notes };
    }

    private static string Describe(string entry)
    {
        var key = JsonNode.Parse(File.ReadAllText(Path.Combine(entry, KeyFile)));
        return $"{key?["options"]?["model"]} on {key?["dataSet"]}";
    }
}
