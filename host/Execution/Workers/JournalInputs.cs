using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>Records the data sets of a trial in its journal, each once.</summary>
/// <param name="journal">Where records go.</param>
/// <param name="earlier">The records that this attempt continues from.</param>
internal sealed class JournalInputs(JournalWriter journal, IEnumerable<JournalRecord> earlier) : IInputs
{
    private readonly HashSet<(string, string, string)> _known = [.. earlier.OfType<DatasetRecord>().Select(record => Key(record.Use))];

    public void Log(DataUse use)
    {
        if (_known.Add(Key(use)))
            journal.Append(new DatasetRecord(use) { Time = Clock.Now });
    }

    private static (string Name, string Digest, string Context) Key(DataUse use) => (use.Name, use.Digest, use.Context);
}
