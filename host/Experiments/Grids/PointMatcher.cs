using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Grids;

/// <summary>A partial point in numbers, so that a million points are matched in no time.</summary>
internal sealed class PointMatcher
{
    private readonly (int Path, HashSet<int>[] Meant, bool[][] Listed)[] _values;
    private readonly bool[] _methods;
    private readonly IReadOnlyList<MethodValues> _all;

    /// <param name="partial">The partial point.</param>
    /// <param name="paths">All paths; those of the partial point are among them.</param>
    /// <param name="methods">The methods of the experiment.</param>
    public PointMatcher(PartialPoint partial, IReadOnlyList<PathValues> paths, IReadOnlyList<MethodValues> methods)
    {
        (Partial, _all) = (partial, methods);
        _methods = [.. methods.Select(method => partial.Values.Where(value => value.Path == PointSet.Method).All(value => Names(value, method)))];
        _values = [.. partial.Values.Where(value => value.Path != PointSet.Method).Select(value =>
        {
            var path = paths.Index().First(item => item.Item.Path == value.Path).Index;
            HashSet<int>[] meant = [.. methods.Select(method => method.Option(path) is null ? [] : method.Meant(path, value.Value))];
            return (path, meant, methods.Select((method, m) => Enumerable.Range(0, paths[path].Listed).Select(number => meant[m].Contains(method.Id(path, number))).ToArray()).ToArray());
        })];
    }

    /// <summary>The partial point.</summary>
    public PartialPoint Partial { get; }

    /// <summary>Whether a point has all the values. One that the point does not give counts as what the trial gets.</summary>
    public bool Matches(int[] point, int method)
    {
        if (!_methods[method])
            return false;
        foreach (var (path, meant, listed) in _values)
        {
            var number = point[path];
            if (number < listed[method].Length ? !listed[method][number] : !meant[method].Contains(_all[method].Id(path, number)))
                return false;
        }

        return true;
    }

    private static bool Names(Assignment value, MethodValues method)
    {
        return (value.Value as IEnumerable<JsonNode?> ?? [value.Value]).Any(name => name?.ToString() == method.Method.Attribute.Name);
    }
}
