using System.Diagnostics;

namespace KdHost.Host.Execution.Workers;

/// <summary>Numbered checkpoints in a folder: each appears whole by a rename, after which older ones are deleted.</summary>
/// <param name="folder">The folder.</param>
internal sealed class CheckpointFolder(string folder)
{
    // A checkpoint is due once a second, and more rarely when it is slow: at most a fiftieth of the time goes into them.
    private const int CostRatio = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private TimeSpan _lastCost;

    /// <summary>Whether the next checkpoint is worth its cost.</summary>
    public bool Due => _sinceLast.Elapsed > Interval && _sinceLast.Elapsed > _lastCost * CostRatio;

    /// <summary>The newest checkpoint in a folder that is complete and undamaged, or null.</summary>
    public static string? Newest(string folder) => Complete(folder).OrderByDescending(Number).FirstOrDefault(CheckpointContents.IsIntact);

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="write">Writes its files.</param>
    /// <returns>Its number and folder.</returns>
    public (int Number, string Folder) Save(Action<string> write)
    {
        var watch = Stopwatch.StartNew();
        var number = Complete(folder).Select(Number).DefaultIfEmpty().Max() + 1;
        var temporary = Path.Combine(folder, $"{number}.{Guid.NewGuid():n}");
        Directory.CreateDirectory(temporary);
        write(temporary);
        CheckpointContents.Seal(temporary);
        var complete = Path.Combine(folder, $"{number}");
        Directory.Move(temporary, complete);
        foreach (var other in Directory.EnumerateDirectories(folder).Where(path => path != complete))
            Directory.Delete(other, recursive: true);
        _lastCost = watch.Elapsed;
        _sinceLast.Restart();
        return (number, complete);
    }

    private static IEnumerable<string> Complete(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(path => Number(path) > 0) : [];

    private static int Number(string path) => int.TryParse(Path.GetFileName(path), out var number) ? number : 0;
}
