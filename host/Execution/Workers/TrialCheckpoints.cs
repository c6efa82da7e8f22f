using System.Text.Json;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>
/// Checkpoints of a trial. Each knows how long the journal was when it was taken, so that whoever continues the trial also continues its
/// journal at that very place and no point is lost or logged twice.
/// </summary>
internal sealed class TrialCheckpoints : ICheckpoints
{
    private const string ManifestFile = "manifest.json";

    private readonly CheckpointFolder _folder;
    private readonly int _epoch;
    private readonly JournalWriter _journal;

    /// <summary>Looks for the newest checkpoint of earlier epochs that can be gone on from.</summary>
    public TrialCheckpoints(TrialFolder trial, int epoch, JournalWriter journal)
    {
        _folder = new CheckpointFolder(trial.Checkpoints(epoch));
        _epoch = epoch;
        _journal = journal;
        foreach (var checkpoint in trial.Epochs().Where(earlier => earlier < epoch).Select(earlier => CheckpointFolder.Newest(trial.Checkpoints(earlier))).OfType<string>())
        {
            // A checkpoint is worth no more than the journal that it continues: without it, metrics would be missing from the curve.
            var position = JsonSerializer.Deserialize<JournalPosition>(File.ReadAllBytes(Path.Combine(checkpoint, ManifestFile)))!;
            if (!JournalReader.IsWhole(trial, position))
                continue;
            (Latest, Start) = (checkpoint, position);
            break;
        }
    }

    /// <summary>The place in an earlier journal from which this attempt goes on; null at a first start.</summary>
    public JournalPosition? Start { get; }

    public string? Latest { get; private set; }

    public bool Due => _folder.Due;

    public void Save(Action<string> write)
    {
        var position = new JournalPosition(_epoch, _journal.Flush());
        (var number, Latest) = _folder.Save(folder =>
        {
            write(folder);
            File.WriteAllBytes(Path.Combine(folder, ManifestFile), JsonSerializer.SerializeToUtf8Bytes(position));
        });
        _journal.Append(new CheckpointRecord(number) { Time = Clock.Now });
    }
}
