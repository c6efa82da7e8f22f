using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search.Tpe;

/// <summary>
/// The tree-structured Parzen estimator (J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for Hyper-Parameter Optimization", NeurIPS
/// 2011), each dimension for itself, with the bandwidths and defaults of Optuna: points are split into few good ones and the others, a density
/// is estimated for both, and of some candidates drawn from l, the density of the good ones, that with the largest l(x)/g(x) is proposed.
/// Points of the same batch count among the others, so that a batch spreads out.
/// </summary>
internal sealed class TpeProposer : TrialProposer<TpeOptions>
{
    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose(TpeOptions options, ProposalRequest request)
    {
        var (good, others) = Split(options, request);
        var batch = new List<IReadOnlyDictionary<string, JsonNode?>>();
        for (var i = 0; i < request.BatchSize; i++)
        {
            var index = request.History.Count + i;
            batch.Add(good.Count + others.Count < options.StartupTrials ? request.Space.Sample(request.Seed, index)
                : request.Space.Dimensions.ToDictionary(dimension => dimension.Key, dimension => Best(dimension, good, [.. others, .. batch], options, new RandomStream(Seeds.Derive(request.Seed, $"tpe/{dimension.Key}", index)))));
        }

        return batch;
    }

    // Failed points say nothing about what is good. Stopped ones are worse than finished ones: their values are from earlier steps.
    private static (List<IReadOnlyDictionary<string, JsonNode?>> Good, List<IReadOnlyDictionary<string, JsonNode?>> Others) Split(TpeOptions options, ProposalRequest request)
    {
        var known = request.History.Where(point => point.Outcome != SearchOutcome.Failed && point.Value is not null).ToList();
        var ranked = known
            .OrderBy(point => point.Outcome)
            .ThenBy(point => double.IsNaN(point.Value!.Value) ? double.PositiveInfinity : request.Maximize ? -point.Value.Value : point.Value.Value)
            .Take(Math.Min((int)Math.Ceiling(options.Gamma * known.Count), options.MostGood))
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return ([.. known.Where(ranked.Contains).Select(point => point.Values)], [.. known.Where(point => !ranked.Contains(point)).Select(point => point.Values)]);
    }

    private static JsonNode? Best(
        KeyValuePair<string, Distribution> dimension, List<IReadOnlyDictionary<string, JsonNode?>> good, List<IReadOnlyDictionary<string, JsonNode?>> others, TpeOptions options, RandomStream random)
    {
        var (l, g) = (Density(dimension, good, options), Density(dimension, others, options));
        return Enumerable.Range(0, options.Candidates)
            .Select(_ => l.Sample(random))
            .MaxBy(candidate => l.LogDensity(candidate) - g.LogDensity(candidate))!
            .DeepClone();
    }

    private static IDensity Density(KeyValuePair<string, Distribution> dimension, IEnumerable<IReadOnlyDictionary<string, JsonNode?>> points, TpeOptions options)
    {
        var values = points.Select(point => point.GetValueOrDefault(dimension.Key)).ToList();
        return dimension.Value is Choice choice ? new CategoricalDensity(choice, values, options.PriorWeight) : new ParzenDensity(Scale.Of(dimension.Value), values, options.PriorWeight);
    }
}

/// <summary>The estimated density of one dimension.</summary>
internal interface IDensity
{
    /// <summary>Draws a value.</summary>
    JsonNode? Sample(RandomStream random);

    /// <summary>Logarithm of the density at a value, or of its probability.</summary>
    double LogDensity(JsonNode? value);
}
