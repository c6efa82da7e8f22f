using System.Text.Json.Nodes;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments.Grids;

/// <summary>All values that one option takes over the points of an experiment, by number. A point is a list of such numbers.</summary>
/// <param name="path">Dotted path of the option.</param>
internal sealed class PathValues(string path)
{
    /// <summary>The number that means: the point says nothing about this option.</summary>
    public const int NotGiven = 0;

    private readonly List<Assignment?> _listed = [null];
    private readonly List<(int Start, RandomFactor Factor, int Dimension)> _sampled = [];

    /// <summary>Dotted path of the option.</summary>
    public string Path => path;

    /// <summary>How many numbers stand for values in the file; larger ones stand for samples.</summary>
    public int Listed => _listed.Count;

    /// <summary>Whether any point gives the option a value.</summary>
    public bool Varies => _listed.Count > 1 || _sampled.Count > 0;

    /// <summary>The samples, as factors with the number of the dimension.</summary>
    public IEnumerable<(RandomFactor Factor, Distribution Distribution)> Sampled => _sampled.Select(part => (part.Factor, part.Factor.Space.Dimensions[part.Dimension].Value));

    /// <summary>Adds a value of the file; all of them come before the samples.</summary>
    /// <returns>Its number.</returns>
    public int Add(Assignment value)
    {
        _listed.Add(value);
        return _listed.Count - 1;
    }

    /// <summary>Adds the samples of one dimension.</summary>
    /// <returns>The number of the first.</returns>
    public int AddSamples(RandomFactor factor, int dimension)
    {
        var start = _sampled.Count == 0 ? _listed.Count : _sampled[^1].Start + _sampled[^1].Factor.Samples;
        _sampled.Add((start, factor, dimension));
        return start;
    }

    /// <summary>The value of a number other than <see cref="NotGiven"/>.</summary>
    public JsonNode? Value(int number) =>
        number < _listed.Count ? _listed[number]!.Value : Sample(number) is var (start, factor, dimension) ? factor.Space.Sample(dimension, factor.Seed, number - start) : null;

    /// <summary>Where the value of a number stands in the file.</summary>
    public string Key(int number) =>
        number < _listed.Count ? _listed[number]!.Key : Sample(number) is var (_, factor, _) ? $"{factor.Key}.space.{path}" : path;

    /// <summary>What the sample of a number was drawn from.</summary>
    public Distribution DistributionOf(int number) => Sample(number) is var (_, factor, dimension) ? factor.Space.Dimensions[dimension].Value : throw new ArgumentOutOfRangeException(nameof(number));

    private (int Start, RandomFactor Factor, int Dimension) Sample(int number) => _sampled.Last(part => part.Start <= number);
}
