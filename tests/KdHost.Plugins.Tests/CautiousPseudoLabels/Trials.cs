using KdHost.Plugins.CautiousPseudoLabels;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

/// <summary>Runs trials on the planted graph and shows what they came to.</summary>
internal sealed class Trials : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-cpl-").FullName;
    private int _count;

    public DataRoot Graph(bool shuffledLabels = false) => PlantedGraph.Write(Path.Combine(_folder, $"data-{shuffledLabels}"), shuffledLabels);

    public string Folder() => Path.Combine(_folder, $"{_count++}");

    public MemoryMetrics Run(CautiousPseudoLabelsOptions options, long seed = 1, DataRoot? data = null, string? folder = null) =>
        MemoryTrial.Run(new CautiousPseudoLabelsMethod(), Make(options, folder ?? Folder(), seed, data));

    public Trial<CautiousPseudoLabelsOptions> Make(CautiousPseudoLabelsOptions options, string folder, long seed = 1, DataRoot? data = null) =>
        MemoryTrial.Of(options, folder, seed, data ?? Graph());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static IReadOnlyList<double> Curve(MemoryMetrics metrics, string name) => [.. metrics.Points.Where(point => point.Name == name).OrderBy(point => point.Step).Select(point => point.Value)];

    public static double Last(MemoryMetrics metrics, string name) => Curve(metrics, name)[^1];

    public static List<(string, double, long)> All(MemoryMetrics metrics) =>
        [.. metrics.Points.Select(point => (point.Name, point.Value, point.Step)).OrderBy(point => point.Name, StringComparer.Ordinal).ThenBy(point => point.Step)];
}
