using KdHost.Sdk.Methods;

namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>Makes students and teachers of a trial.</summary>
internal static class NetworkFactory
{
    /// <summary>A network with its initial weights: 0 for a linear model, as the loss is convex there.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="data">The data.</param>
    /// <param name="name">Name in the catalogue; null for layers.</param>
    /// <param name="seeds">One seed a sample order.</param>
    /// <param name="runs">K.</param>
    public static DistilledNetwork Create(Trial<PartialVarianceReductionOptions> trial, StudyData data, string? name, IReadOnlyList<long> seeds, int runs)
    {
        if (name is not null)
            return new CatalogNetwork(name, data.Shape, data.Classes, seeds[0], trial.Device);
        var network = new StackedNetwork(ShapeOf(trial.Options, data), seeds.Count, runs);
        if (!network.IsLinear)
            network.Initialise(seeds);
        return network;
    }

    private static NetworkShape ShapeOf(PartialVarianceReductionOptions options, StudyData data) => new(
        (int)data.Training.Inputs.shape[1] - (options.Bias ? 1 : 0),
        data.Classes,
        [.. Enumerable.Repeat(options.Hidden, options.Depth - 1)],
        options.Activation,
        options.Bias);
}
