using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Experiments.Sections;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Reads an experiment file: its structure, not yet the options of its methods.</summary>
internal static class ExperimentReader
{
    private const string Method = "method";

    private static readonly string[] Keys =
    [
        "$schema", "extends", "name", Method, "parameters", .. FactorSections.Keys, WhenSection.Key, PartialPoints.Exclude, PartialPoints.Require, SeedsSection.Key,
        ObjectiveSection.Key, CompareSection.Key, ResourcesSection.Key, StoppingSection.Key, SearchSection.Key, StudyNameSection.Key, RegisterSection.Key, .. EndCommandSection.Keys,
    ];

    /// <summary>Reads a file with the files that it extends and the user's overrides.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides"><c>key=value</c> pairs; a key without a top-level name means a parameter.</param>
    /// <exception cref="FaultException">Something is wrong; all faults are in it.</exception>
    public static Experiment Read(string path, IReadOnlyList<string> overrides)
    {
        var faults = new FaultList();
        var experiment = Read(new Declaration(Overrides.Apply(ExtendedFile.Read(path), overrides, Keys), faults), path);
        faults.ThrowIfAny();
        return experiment;
    }

    private static Experiment Read(Declaration file, string path)
    {
        file.CheckKeys(file.Root, "", Keys);
        var factors = FactorSections.Read(file, file.Root, "");
        var conditions = WhenSection.Read(file);
        var objective = ObjectiveSection.Read(file);
        RegisterSection.Check(file);
        EndCommandSection.Check(file);
        return new Experiment
        {
            Name = file.Get<string>("name", "text") ?? Path.GetFileNameWithoutExtension(path),
            File = path,
            Source = file.File,
            Method = ReadMethod(file, factors),
            Parameters = file.Section("parameters") is { } parameters ? FlatJson.Flatten(parameters) : [],
            Factors = factors,
            Conditions = conditions,
            Exclusions = PartialPoints.Read(file, PartialPoints.Exclude),
            Requirements = PartialPoints.Read(file, PartialPoints.Require),
            Seeds = SeedsSection.Read(file),
            Objective = objective,
            Baseline = CompareSection.Read(file, factors, conditions),
            Resources = ResourcesSection.Read(file),
            Stopping = StoppingSection.Read(file, objective),
            Study = StudyNameSection.Read(file),
            Search = SearchSection.Read(file, objective),
        };
    }

    private static string? ReadMethod(Declaration file, IReadOnlyList<Factor> factors)
    {
        var method = file.Get<string>(Method, "the name of a method");
        var isMisspelt = file.Root.Any(pair => !Keys.Contains(pair.Key) && Nearest.To(pair.Key, Keys) == Method); // told already
        if (method is null && !file.Root.ContainsKey(Method) && !isMisspelt && !factors.Any(factor => factor.Paths.Contains(Method)))
            file.Add(file.At(Method, "no method is named") with { Expected = "\"method\": the name of a method, or an axis \"method\" in the grid", Fix = "add \"method\"; `kd methods` lists them" });
        return method;
    }
}
