using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Experiments.Sections;

namespace KdHost.Host.RunDirectories;

/// <summary>What a run directory says about itself without the user's file: the resolved declaration.</summary>
/// <param name="Token">Drawn when the directory was made; tells it from an earlier directory of the same name.</param>
/// <param name="Name">Name of the experiment.</param>
/// <param name="File">The experiment file as the user named it.</param>
/// <param name="Objective">What trials are ranked by.</param>
/// <param name="Baseline">Grid values of the baseline; empty for no comparison.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Trials">Ids of the trials that are declared now, in order.</param>
/// <param name="Declaration">The merged experiment file.</param>
internal sealed record RunRecord(
    string Token, string Name, string File, Objective Objective, JsonObject Baseline, IReadOnlyList<long> Seeds, IReadOnlyList<string> Trials, JsonObject Declaration)
{
    /// <summary>The study that concludes the grid; null for none.</summary>
    public string? Study => (Declaration[StudyNameSection.Key] as JsonValue)?.ToString();

    /// <summary>The command that makes these results again.</summary>
    public string Command => $"kd run {File}";

    /// <summary>Reads the record of a run directory; null when there is none yet.</summary>
    /// <exception cref="KdHost.Sdk.Faults.FaultException">It is damaged, or leads out of the directory.</exception>
    public static RunRecord? TryRead(RunDirectory run)
    {
        if (!System.IO.File.Exists(run.Declaration))
            return null;
        Containment.RefuseLinks(run);
        var record = RecordFile.Read<RunRecord>(run.Declaration, RecordFile.Indented);
        foreach (var trial in record.Trials)
            Containment.CheckId(trial, run.Declaration);
        return record;
    }

    /// <summary>Writes the record of an experiment, keeping the directory's token.</summary>
    public static RunRecord Write(RunDirectory run, Experiment experiment, IReadOnlyList<TrialSpec> trials)
    {
        var baseline = new JsonObject();
        foreach (var (path, value) in experiment.Baseline)
            FlatJson.Set(baseline, path, value?.DeepClone());
        var token = TryRead(run)?.Token ?? Guid.NewGuid().ToString("n");
        var record = new RunRecord(token, experiment.Name, experiment.File, experiment.Objective, baseline, experiment.Seeds, [.. trials.Select(trial => trial.Id)], experiment.Source.Root);
        DurableFile.Replace(run.Declaration, JsonSerializer.Serialize(record, RecordFile.Indented));
        return record;
    }
}
