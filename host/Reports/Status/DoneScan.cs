using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Status;

/// <summary>The ends of trials, read again only where they changed: looking twice at twenty thousand trials costs a list of their files.</summary>
/// <param name="run">The run directory.</param>
internal sealed class DoneScan(RunDirectory run)
{
    private readonly DoneTrials _done = new(run);
    private Dictionary<string, (DateTime Time, DoneRecord Record)> _known = [];

    /// <summary>How and when each trial ended.</summary>
    public IReadOnlyDictionary<string, (DateTime Time, DoneRecord Record)> Look()
    {
        var found = new Dictionary<string, (DateTime, DoneRecord)>();
        var files = Directory.Exists(run.Done) ? new DirectoryInfo(run.Done).EnumerateDirectories().SelectMany(shard => shard.EnumerateFiles()) : [];
        foreach (var file in files.Where(file => !file.Name.Contains('.', StringComparison.Ordinal))) // with a dot: set aside, or half written
        {
            var time = file.LastWriteTimeUtc;
            if (_known.TryGetValue(file.Name, out var known) && known.Time == time)
                found[file.Name] = known;
            else if (_done.Find(file.Name) is { } record)
                found[file.Name] = (time, record);
        }

        return _known = found;
    }
}
