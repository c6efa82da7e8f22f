using KdHost.Host.Experiments.Options;
using KdHost.Host.Experiments.Sections;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Grids;

/// <summary>Whether some configuration is the baseline that others are to be compared with.</summary>
internal sealed class BaselineCheck
{
    private readonly TrialGrid _grid;
    private readonly List<PointMatcher> _values;
    private readonly bool[] _met;
    private bool _isThere;

    public BaselineCheck(TrialGrid grid)
    {
        _grid = grid;
        _values = [.. grid.Experiment.Baseline.Select(pair => new Assignment(pair.Key, pair.Value, $"{CompareSection.Baseline}.{pair.Key}")).Select(value => grid.Set.Matcher(new PartialPoint(value.Key, [value])))];
        _met = new bool[_values.Count];
        _isThere = _values.Count == 0;
    }

    /// <summary>Notes a point that stays.</summary>
    public void Meet(int[] point)
    {
        var method = _grid.Set.MethodOf(point);
        _isThere |= method < 0; // what a method that is not installed would have is not known
        if (_isThere)
            return;
        var isBaseline = true;
        for (var i = 0; i < _met.Length; i++)
        {
            var matches = _values[i].Matches(point, method);
            _met[i] |= matches;
            isBaseline &= matches;
        }

        _isThere = isBaseline;
    }

    /// <summary>Adds a fault for each value that no configuration has; or one when none has them together.</summary>
    public void AddTo(FaultList faults)
    {
        if (_isThere)
            return;
        foreach (var (i, value) in _values.Index().Where(item => !_met[item.Index]))
        {
            var path = _grid.Set.Paths.Single(path => path.Path == value.Partial.Values[0].Path);
            var known = Enumerable.Range(1, path.Listed - 1).Select(path.Value).Select(Declaration.Show).Distinct().ToList();
            faults.Add(_grid.Experiment.Source.At(value.Partial.Key, "no trial has this value") with
            {
                Found = Declaration.Show(value.Partial.Values[0].Value),
                Expected = known.Count > 0 ? $"one of: {string.Join(", ", known)}" : "a value that some configuration has",
                Fix = "name a value of that axis",
            });
        }

        if (_met.All(met => met))
        {
            faults.Add(_grid.Experiment.Source.At(CompareSection.Baseline, "no configuration has these values together") with
            {
                Found = string.Join(", ", _grid.Experiment.Baseline.Select(pair => $"{pair.Key}={ValueText.Of(pair.Value)}")),
                Expected = "values of one configuration that stays",
                Fix = "change them, or exclude less",
            });
        }
    }
}
