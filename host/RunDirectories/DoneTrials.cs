using System.Text.Json;
using System.Text.Json.Serialization;
using KdHost.Host.Journal;

namespace KdHost.Host.RunDirectories;

/// <summary>The final word on trials: <c>done/SS/TRIAL</c>, created once.</summary>
/// <param name="run">The run directory.</param>
internal sealed class DoneTrials(RunDirectory run)
{
    private static readonly JsonSerializerOptions Settings = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Says how a trial ended.</summary>
    /// <returns>False when somebody else said so before.</returns>
    public bool TryAdd(string trial, DoneRecord record) => DurableFile.TryCreate(run.DoneFile(trial), JsonSerializer.Serialize(record, Settings));

    /// <summary>How a trial ended; null while it has not.</summary>
    public DoneRecord? Find(string trial) =>
        File.Exists(run.DoneFile(trial)) ? RecordFile.Read<DoneRecord>(run.DoneFile(trial), Settings) : null;

    /// <summary>Whether a trial has ended.</summary>
    public bool Contains(string trial) => File.Exists(run.DoneFile(trial));

    /// <summary>Sets the end of a trial aside, so that it can run again under the next epoch.</summary>
    public void Reopen(string trial, DoneRecord record) => File.Move(run.DoneFile(trial), $"{run.DoneFile(trial)}.{record.Epoch}", overwrite: true);
}

/// <summary>How a trial ended.</summary>
/// <param name="State">Finished or failed.</param>
/// <param name="Epoch">The epoch whose journal counts.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Build">Identity of the plugin's build that ran it.</param>
/// <param name="Metrics">The last value of each metric.</param>
internal sealed record DoneRecord(TrialState State, int Epoch, Failure? Failure, Guid Build, IReadOnlyDictionary<string, double> Metrics);
