using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments.Grids;

/// <summary>Something that varies over the points of an experiment; the points are the cross product of all factors.</summary>
/// <param name="Key">Where it stands in the file, such as <c>grid.loss</c> or <c>zip.0</c>.</param>
internal abstract record Factor(string Key)
{
    /// <summary>The dotted paths that it gives values to; <c>method</c> may be among them.</summary>
    public abstract IEnumerable<string> Paths { get; }

    /// <summary>How many levels it has.</summary>
    public abstract int Count { get; }
}

/// <summary>A factor whose levels stand in the file: an axis of the grid, a zipped group, or a list of points.</summary>
/// <param name="Key">Where it stands in the file.</param>
/// <param name="Levels">The values that each level gives.</param>
internal sealed record ListedFactor(string Key, IReadOnlyList<IReadOnlyList<Assignment>> Levels) : Factor(Key)
{
    /// <inheritdoc/>
    public override IEnumerable<string> Paths => Levels.SelectMany(level => level).Select(assignment => assignment.Path).Distinct();

    /// <inheritdoc/>
    public override int Count => Levels.Count;
}

/// <summary>A factor whose levels are drawn at random, the same ones whatever else the file says.</summary>
/// <param name="Key">Where it stands in the file.</param>
/// <param name="Space">What is drawn from.</param>
/// <param name="Seed">Which draws.</param>
/// <param name="Samples">How many; more of them keep the earlier ones.</param>
internal sealed record RandomFactor(string Key, SearchSpace Space, long Seed, int Samples) : Factor(Key)
{
    /// <inheritdoc/>
    public override IEnumerable<string> Paths => Space.Dimensions.Select(dimension => dimension.Key);

    /// <inheritdoc/>
    public override int Count => Samples;
}

/// <summary>A value for an option.</summary>
/// <param name="Path">Dotted path of the option, or <c>method</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Key">Where it stands in the file.</param>
internal sealed record Assignment(string Path, JsonNode? Value, string Key);

/// <summary>Some values of a point. A point matches when it has them all; a list of values means any of them.</summary>
/// <param name="Key">Where it stands in the file.</param>
/// <param name="Values">The values.</param>
internal sealed record PartialPoint(string Key, IReadOnlyList<Assignment> Values)
{
    /// <summary>The values in words, such as <c>loss=dist trainFraction=0.01</c>.</summary>
    public string Text => string.Join(" ", Values.Select(value => $"{value.Path}={ValueText.Of(value.Value)}"));
}

/// <summary>What holds for the points that match only: values that replace others, and factors of their own.</summary>
/// <param name="Key">Where it stands in the file.</param>
/// <param name="If">Which points.</param>
/// <param name="Parameters">Values that those points get.</param>
/// <param name="Factors">Factors that multiply those points.</param>
internal sealed record Condition(string Key, PartialPoint If, IReadOnlyList<Assignment> Parameters, IReadOnlyList<Factor> Factors);
