using System.Text.Json;
using System.Text.Json.Serialization;
using KdHost.Host.Journal;

namespace KdHost.Host.RunDirectories;

/// <summary>The final word on trials: <c>done/SS/TRIAL</c>, created once.</summary>
/// <param name="run">The run directory.</param>
internal sealed class DoneTrials(RunDirectory run)
{
    private static readonly JsonSerializerOptions Settings = new(RecordFile.Settings)
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

    /// <summary>The ends of all trials, without their metrics. Lists folders instead of asking for each trial.</summary>
    public Dictionary<string, TrialEnd> Ends()
    {
        var ends = new Dictionary<string, TrialEnd>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(run.Done) ? Directory.EnumerateFiles(run.Done, "*", SearchOption.AllDirectories) : [])
        {
            var name = Path.GetFileName(path);
            if (!name.Contains('.', StringComparison.Ordinal)) // with a dot: set aside, or half written
                ends[name] = RecordFile.Read<TrialEnd>(path, Settings);
        }

        return ends;
    }

    /// <summary>Whether a trial has ended.</summary>
    public bool Contains(string trial) => File.Exists(run.DoneFile(trial));

    /// <summary>Sets the end of a trial aside, so that it can run again under the next epoch.</summary>
    public void Reopen(string trial, int epoch) => File.Move(run.DoneFile(trial), $"{run.DoneFile(trial)}.{epoch}", overwrite: true);
}

/// <summary>How a trial ended.</summary>
/// <param name="State">Finished, failed or stopped.</param>
/// <param name="Epoch">The epoch whose journal counts.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Build">Identity of the plugin's build that ran it.</param>
/// <param name="Metrics">The last value of each metric.</param>
internal sealed record DoneRecord(TrialState State, int Epoch, Failure? Failure, Guid Build, IReadOnlyDictionary<string, double> Metrics);

/// <summary>How a trial ended, in short.</summary>
/// <param name="State">Finished, failed or stopped.</param>
/// <param name="Epoch">The epoch whose journal counts.</param>
/// <param name="Build">Identity of the plugin's build that ran it.</param>
internal readonly record struct TrialEnd(TrialState State, int Epoch, Guid Build);
