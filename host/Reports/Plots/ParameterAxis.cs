using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KdHost.Host.Reports.Plots;

/// <summary>
/// The axis of one parameter: its few values evenly spaced, numbers in their order and words in the order declared; many numbers on a
/// continuous scale, logarithmic where they span decades.
/// </summary>
internal sealed class ParameterAxis
{
    private const int MostValues = 12, ContinuousTicks = 5;
    private const double Decades = 50;

    private readonly Dictionary<string, double> _places = [];
    private readonly LinearScale? _scale;
    private readonly bool _isLogarithmic;
    private readonly double _middle;

    /// <param name="name">The parameter.</param>
    /// <param name="configurations">Whose values it shows.</param>
    /// <param name="from">Place of the low end.</param>
    /// <param name="to">Place of the high end.</param>
    public ParameterAxis(string name, IEnumerable<Configuration> configurations, double from, double to)
    {
        Name = name;
        _middle = (from + to) / 2;
        var known = configurations.Where(configuration => configuration.Has(name)).Select(configuration => (Value: configuration.Value(name), Words: configuration.Words(name))).DistinctBy(value => value.Words).ToList();
        var numbers = known.Select(value => Number(value.Value)).OfType<double>().ToList();
        var areNumbers = numbers.Count == known.Count && known.Count > 0;
        if (areNumbers && known.Count > MostValues)
        {
            _isLogarithmic = numbers.Min() > 0 && numbers.Max() / numbers.Min() > Decades;
            _scale = LinearScale.Over(numbers.Select(Transform), from, to);
            var ticks = _scale.Value.Ticks(ContinuousTicks);
            if (_isLogarithmic && ticks.Count(double.IsInteger) > 1)
                ticks = [.. ticks.Where(double.IsInteger)]; // powers of ten alone
            Ticks = [.. ticks.Select(tick => (_scale.Value[tick], (_isLogarithmic ? Math.Pow(10, tick) : tick).ToString("G4", CultureInfo.InvariantCulture)))];
            return;
        }

        var ordered = areNumbers ? known.OrderBy(value => Number(value.Value)).ToList() : known;
        foreach (var (i, value) in ordered.Index())
            _places[value.Words] = ordered.Count == 1 ? _middle : from + ((to - from) * i / (ordered.Count - 1));
        Ticks = [.. _places.Take(2 * MostValues).Select(place => (place.Value, place.Key))];
    }

    /// <summary>The parameter.</summary>
    public string Name { get; }

    /// <summary>Labelled places.</summary>
    public IReadOnlyList<(double Place, string Label)> Ticks { get; }

    /// <summary>The place of a configuration; null when its method has no such parameter.</summary>
    public double? Place(Configuration configuration) =>
        !configuration.Has(Name) ? null
        : _scale is { } scale ? Number(configuration.Value(Name)) is { } number ? scale[Transform(number)] : _middle
        : _places[configuration.Words(Name)];

    private double Transform(double number) => _isLogarithmic ? Math.Log10(number) : number;

    private static double? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
