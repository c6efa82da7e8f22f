using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search.Tpe;

/// <summary>How often each choice was taken, with the prior shared out evenly.</summary>
internal sealed class CategoricalDensity : IDensity
{
    private readonly Choice _choice;
    private readonly double[] _probabilities;

    public CategoricalDensity(Choice choice, IReadOnlyList<JsonNode?> values, double priorWeight)
    {
        _choice = choice;
        var weights = ObservationWeights.Of(values.Count);
        _probabilities = [.. choice.Values.Select(_ => priorWeight / choice.Values.Count)];
        foreach (var (index, value) in values.Index())
        {
            if (IndexOf(value) is >= 0 and var place)
                _probabilities[place] += weights[index];
        }

        var sum = _probabilities.Sum();
        for (var i = 0; i < _probabilities.Length; i++)
            _probabilities[i] /= sum;
    }

    public JsonNode? Sample(RandomStream random) => _choice.Values[Draw.Index(_probabilities, random)];

    public double LogDensity(JsonNode? value) => Math.Log(_probabilities[IndexOf(value)]);

    private int IndexOf(JsonNode? value) => _choice.Values.Index().Where(item => JsonNode.DeepEquals(item.Item, value)).Select(item => item.Index).DefaultIfEmpty(-1).First();
}
