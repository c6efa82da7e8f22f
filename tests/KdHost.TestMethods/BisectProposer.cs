using System.Text.Json.Nodes;
using KdHost.Sdk.Search;

namespace KdHost.TestMethods;

/// <summary>Halves the interval of one dimension around its best point: as many points a batch as wanted, evenly spread, until it is narrow.</summary>
[TrialProposer("bisect", Title = "A search for tests")]
public sealed class BisectProposer : TrialProposer<BisectOptions>
{
    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose(BisectOptions options, ProposalRequest request)
    {
        var (path, distribution) = request.Space.Dimensions[0];
        var range = (Uniform)distribution;
        var width = (range.High - range.Low) * Math.Pow(0.5, request.History.Count / request.BatchSize);
        if (width < options.Narrow)
            return [];
        var best = request.History.Where(point => point.Value is not null).MaxBy(point => request.Maximize ? point.Value : -point.Value);
        var middle = best?.Values[path]?.GetValue<double>() ?? ((range.Low + range.High) / 2);
        return [.. Enumerable.Range(0, request.BatchSize).Select(i => new Dictionary<string, JsonNode?>
        {
            [path] = Math.Clamp(middle + (width * (((i + 0.5) / request.BatchSize) - 0.5)), range.Low, range.High),
        })];
    }
}

/// <summary>Options of <see cref="BisectProposer"/>.</summary>
public sealed record BisectOptions
{
    /// <summary>It ends when the interval is narrower.</summary>
    public double Narrow { get; init; } = 0.1;
}
