using KdHost.Host.Plugins;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments.Grids;

/// <summary>
/// The points of an experiment before any is left out: the product of its factors, with its conditions applied in order. A point is an
/// array of numbers, one a path (see <see cref="PathValues"/>); points come one after the other in the same array and are never kept.
/// </summary>
internal sealed class PointSet
{
    public const string Method = "method";

    private readonly Dictionary<string, int> _pathNumbers = new(StringComparer.Ordinal);
    private readonly List<PathValues> _paths = [];
    private readonly List<MethodValues> _methods = [];
    private readonly CompiledFactor[] _factors;
    private readonly CompiledCondition[] _conditions;
    private readonly int[] _methodOf;

    public PointSet(Experiment experiment, MethodCatalog catalog)
    {
        // Paths are numbered in the order of the file; numbers of listed values come before those of samples.
        PathNumber(Method);
        IEnumerable<Factor> all = experiment.Factors.Concat(experiment.Conditions.SelectMany(condition => condition.Factors));
        var listed = all.OfType<ListedFactor>().ToDictionary(factor => factor, Compile);
        var parameters = experiment.Conditions.Select(condition => condition.Parameters.Select(Add).ToArray()).ToList();
        var random = all.OfType<RandomFactor>().ToDictionary(factor => factor, Compile);
        foreach (var value in experiment.Conditions.Select(condition => condition.If).Concat(experiment.Exclusions).Concat(experiment.Requirements).SelectMany(partial => partial.Values))
            PathNumber(value.Path);
        foreach (var path in experiment.Baseline.Keys)
            PathNumber(path);

        _methodOf = [.. Enumerable.Range(0, _paths[0].Listed).Select(number => MethodNumber(number == PathValues.NotGiven ? experiment.Method : _paths[0].Value(number)?.ToString(), experiment, catalog))];
        _factors = [.. experiment.Factors.Select(Compiled)];
        _conditions = [.. experiment.Conditions.Select((condition, i) => new CompiledCondition(Matcher(condition.If), parameters[i], [.. condition.Factors.Select(Compiled)]))];

        CompiledFactor Compiled(Factor factor) => factor is ListedFactor one ? listed[one] : random[(RandomFactor)factor];
    }

    /// <summary>The options that vary or that a partial point names; the first one is the method.</summary>
    public IReadOnlyList<PathValues> Paths => _paths;

    /// <summary>The methods of the experiment that are installed.</summary>
    public IReadOnlyList<MethodValues> Methods => _methods;

    /// <summary>The conditions in order.</summary>
    public IReadOnlyList<CompiledCondition> Conditions => _conditions;

    /// <summary>How many points the factors alone make.</summary>
    public double ProductSize => _factors.Aggregate(1.0, (size, factor) => size * factor.Count);

    /// <summary>Whether two points may turn out to be the same configuration.</summary>
    public bool MayHaveTwins => _conditions.Length > 0 || _factors.Any(factor => factor.HasTwins(_methods));

    /// <summary>A partial point in numbers.</summary>
    public PointMatcher Matcher(PartialPoint partial) => new(partial, _paths, _methods);

    /// <summary>The number of a point's method in <see cref="Methods"/>; −1 when it is not installed, or none is named.</summary>
    public int MethodOf(int[] point) => _methodOf[point[0]];

    /// <summary>All points. The array is reused: copy what should last.</summary>
    /// <param name="matched">Counts for each condition how many points it applied to.</param>
    public IEnumerable<int[]> All(long[] matched)
    {
        var point = new int[_paths.Count];
        var origin = new int[_paths.Count];
        var product = Product(_factors, point, origin);
        return _conditions.Length == 0 ? product : product.SelectMany(_ => Conditional(point, 0, matched));
    }

    private IEnumerable<int[]> Conditional(int[] point, int next, long[] matched)
    {
        var method = MethodOf(point);
        while (next < _conditions.Length && (method < 0 || !_conditions[next].If.Matches(point, method)))
            next++;
        if (next == _conditions.Length)
        {
            yield return point;
            yield break;
        }

        matched[next]++;
        var before = (int[])point.Clone();
        foreach (var (path, number) in _conditions[next].Parameters)
            point[path] = number;
        foreach (var _ in Product(_conditions[next].Factors, point, (int[])point.Clone()))
        {
            foreach (var deeper in Conditional(point, next + 1, matched))
                yield return deeper;
        }

        before.CopyTo(point, 0);
    }

    // The last factor turns fastest.
    private static IEnumerable<int[]> Product(CompiledFactor[] factors, int[] point, int[] origin)
    {
        var levels = new int[factors.Length];
        while (true)
        {
            origin.CopyTo(point, 0);
            for (var i = 0; i < factors.Length; i++)
                factors[i].Apply(levels[i], point);
            yield return point;
            var turning = factors.Length - 1;
            while (turning >= 0 && ++levels[turning] == factors[turning].Count)
                levels[turning--] = 0;
            if (turning < 0)
                yield break;
        }
    }

    private CompiledFactor Compile(ListedFactor factor) => new(factor.Count, [.. factor.Levels.Select(level => level.Select(Add).ToArray())], [], IsContinuous: false);

    private CompiledFactor Compile(RandomFactor factor) =>
        new(
            factor.Count,
            [],
            [.. factor.Space.Dimensions.Select((dimension, d) => (Path: PathNumber(dimension.Key), d)).Select(pair => (pair.Path, _paths[pair.Path].AddSamples(factor, pair.d)))],
            factor.Space.Dimensions.Any(dimension => dimension.Value is not (Choice or IntegerRange)));

    private (int Path, int Number) Add(Assignment value)
    {
        var path = PathNumber(value.Path);
        return (path, _paths[path].Add(value));
    }

    private int PathNumber(string path)
    {
        if (_pathNumbers.TryGetValue(path, out var number))
            return number;
        _paths.Add(new PathValues(path));
        return _pathNumbers[path] = _paths.Count - 1;
    }

    private int MethodNumber(string? name, Experiment experiment, MethodCatalog catalog)
    {
        if (name is null || catalog.Find(name) is not { } method)
            return -1;
        var known = _methods.FindIndex(other => other.Method == method);
        if (known >= 0)
            return known;
        _methods.Add(new MethodValues(method, experiment.Parameters, _paths));
        return _methods.Count - 1;
    }
}
