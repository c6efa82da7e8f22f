using System.Collections.Concurrent;
using System.Globalization;

namespace KdHost.Host.RunDirectories;

/// <summary>
/// What a stopping rule knows, in files that are each created once: the value of each trial at each rung, which of them went on, and the curves
/// of finished trials. Whoever reads them, in whatever process, sees the same facts; a kill loses none.
/// <code>
/// stopping/ID/seed-S/rung-N/TRIAL            the value at step N; ID stands for the metric
/// stopping/ID/seed-S/rung-N/TRIAL.promoted   it went on from there
/// stopping/ID/seed-S/curves/TRIAL            steps and values of a finished trial
/// </code>
/// Trials of different seeds are never compared: a seed is a repeat, not a candidate.
/// </summary>
/// <param name="folder">The folder of one metric, <c>stopping/ID</c>.</param>
internal sealed class RungFiles(string folder)
{
    private const string SeedPrefix = "seed-", RungPrefix = "rung-", Promoted = ".promoted";

    private readonly ConcurrentDictionary<string, double> _values = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<CurvePoint>> _curves = [];

    /// <summary>Records a trial's value at a rung; does nothing when it is there.</summary>
    public void Record(long seed, long step, string trial, double value) =>
        DurableFile.TryCreate(Path.Combine(Rung(seed, step), trial), value.ToString("r", CultureInfo.InvariantCulture), durable: false);

    /// <summary>Lets a trial go on from a rung.</summary>
    /// <returns>False when it was let on before.</returns>
    public bool TryPromote(long seed, long step, string trial) => DurableFile.TryCreate(Path.Combine(Rung(seed, step), trial + Promoted), "", durable: false);

    /// <summary>The rungs that trials of a seed have reached, lowest first.</summary>
    public IReadOnlyList<long> Rungs(long seed) => [.. Numbers(Path.Combine(folder, $"{SeedPrefix}{seed}"), RungPrefix).Order()];

    /// <summary>The seeds of trials that have reached a rung.</summary>
    public IReadOnlyList<long> Seeds() => [.. Numbers(folder, SeedPrefix).Order()];

    /// <summary>The trials that have reached a rung.</summary>
    public IReadOnlyList<RungEntry> Read(long seed, long step)
    {
        var names = Names(Rung(seed, step)).ToHashSet();
        return [.. names.Where(name => !name.Contains('.', StringComparison.Ordinal)).Select(trial => new RungEntry(trial, Value(seed, step, trial), names.Contains(trial + Promoted)))];
    }

    /// <summary>Records the curve of a finished trial.</summary>
    public void RecordCurve(long seed, string trial, IEnumerable<CurvePoint> curve) =>
        DurableFile.TryCreate(Path.Combine(Curves(seed), trial), string.Concat(curve.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Step} {point.Value:r}\n"))), durable: false);

    /// <summary>The curves of all finished trials of a seed.</summary>
    public IReadOnlyList<IReadOnlyList<CurvePoint>> ReadCurves(long seed) =>
        [.. Names(Curves(seed)).Where(name => !name.Contains('.', StringComparison.Ordinal)).Select(trial => _curves.GetOrAdd(Path.Combine(Curves(seed), trial), ReadCurve))];

    private static IEnumerable<long> Numbers(string parent, string prefix) => !Directory.Exists(parent) ? []
        : Directory.EnumerateDirectories(parent, $"{prefix}*").Select(path => long.TryParse(Path.GetFileName(path)[prefix.Length..], CultureInfo.InvariantCulture, out var number) ? number : (long?)null).OfType<long>();

    private static IEnumerable<string> Names(string folder) => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path));

    private static List<CurvePoint> ReadCurve(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split(' ')).Select(parts => new CurvePoint(long.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture)))];

    private double Value(long seed, long step, string trial) =>
        _values.GetOrAdd(Path.Combine(Rung(seed, step), trial), path => double.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture));

    private string Rung(long seed, long step) => Path.Combine(folder, $"{SeedPrefix}{seed}", $"{RungPrefix}{step}");

    private string Curves(long seed) => Path.Combine(folder, $"{SeedPrefix}{seed}", "curves");
}

/// <summary>A trial at a rung.</summary>
/// <param name="Trial">Id of the trial.</param>
/// <param name="Value">Its value there.</param>
/// <param name="IsPromoted">Whether it went on.</param>
internal sealed record RungEntry(string Trial, double Value, bool IsPromoted);

/// <summary>A point of a curve.</summary>
internal readonly record struct CurvePoint(long Step, double Value);
