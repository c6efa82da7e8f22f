using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;
using MathNet.Numerics.Distributions;

namespace KdHost.Host.Search.Tpe;

/// <summary>
/// A mixture of normal distributions, one a value and one for the prior, each cut off at the ends of the dimension. A value's bandwidth is the
/// larger distance to its neighbours, within bounds ("magic clip" of Hyperopt and Optuna).
/// </summary>
internal sealed class ParzenDensity : IDensity
{
    private const double MostComponents = 100;

    private readonly Scale _scale;
    private readonly double[] _means, _widths, _weights;

    public ParzenDensity(Scale scale, IReadOnlyList<JsonNode?> values, double priorWeight)
    {
        _scale = scale;
        var observations = ObservationWeights.Of(values.Count);
        var components = values.Index()
            .Select(item => (Mean: scale.ToScale(item.Item), Weight: observations[item.Index], IsPrior: false))
            .Append((Mean: scale.PriorMean, Weight: priorWeight, IsPrior: true))
            .OrderBy(component => component.Mean)
            .ToList();
        _means = [.. components.Select(component => component.Mean)];
        _weights = [.. components.Select(component => component.Weight / components.Sum(other => other.Weight))];
        _widths = [.. components.Index().Select(item => item.Item.IsPrior ? scale.PriorWidth : Width(item.Index))];
    }

    public JsonNode? Sample(RandomStream random)
    {
        var component = Draw.Index(_weights, random);
        var (low, high) = (Cdf(component, _scale.Low), Cdf(component, _scale.High));
        var quantile = low + (random.NextDouble() * (high - low));
        return _scale.FromScale(quantile is > 0 and < 1 ? _means[component] + (_widths[component] * Normal.InvCDF(0, 1, quantile)) : _means[component]);
    }

    public double LogDensity(JsonNode? value)
    {
        var density = 0.0;
        var (from, to) = _scale.Cell(value);
        for (var i = 0; i < _means.Length; i++)
        {
            var inside = Cdf(i, _scale.High) - Cdf(i, _scale.Low);
            density += _weights[i] / inside * (from == to ? Normal.PDF(_means[i], _widths[i], from) : Cdf(i, to) - Cdf(i, from));
        }

        return Math.Log(Math.Max(density, double.Epsilon));
    }

    private double Cdf(int component, double at) => double.IsNegativeInfinity(at) ? 0 : double.IsPositiveInfinity(at) ? 1 : Normal.CDF(_means[component], _widths[component], at);

    private double Width(int index)
    {
        // The ends of the dimension are no neighbours, unless there is no other.
        var left = index > 0 ? _means[index] - _means[index - 1] : (double?)null;
        var right = index < _means.Length - 1 ? _means[index + 1] - _means[index] : (double?)null;
        var width = Math.Max(left ?? right ?? _scale.PriorWidth, right ?? left ?? _scale.PriorWidth);
        return Math.Clamp(width, _scale.PriorWidth / Math.Min(MostComponents, 1 + _means.Length), _scale.PriorWidth);
    }
}
