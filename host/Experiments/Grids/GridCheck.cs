using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Grids;

/// <summary>
/// Checks the values of a grid against the options of its methods: each value once for each method that meets it at a point that stays,
/// not once for each point.
/// </summary>
internal sealed class GridCheck
{
    private readonly TrialGrid _grid;
    private readonly FaultList _faults = new();
    private readonly bool[][][] _met;
    private readonly bool[][] _metSamples;
    private readonly bool[] _metMethods;

    public GridCheck(TrialGrid grid)
    {
        _grid = grid;
        _met = [.. Methods.Select(_ => Paths.Select(path => new bool[path.Listed]).ToArray())];
        _metSamples = [.. Methods.Select(_ => new bool[Paths.Count])];
        _metMethods = new bool[Methods.Count];
    }

    private IReadOnlyList<PathValues> Paths => _grid.Set.Paths;

    private IReadOnlyList<MethodValues> Methods => _grid.Set.Methods;

    private JsonFile Source => _grid.Experiment.Source;

    /// <summary>Notes a point that stays.</summary>
    public void Meet(int[] point)
    {
        var method = _grid.Set.MethodOf(point);
        if (method < 0)
        {
            _faults.Add(UnknownMethod(point));
            return;
        }

        _metMethods[method] = true;
        for (var path = 1; path < point.Length; path++)
        {
            if (point[path] < _met[method][path].Length)
                _met[method][path][point[path]] = true;
            else
                _metSamples[method][path] = true;
        }
    }

    /// <summary>What is wrong, each fault once.</summary>
    public FaultList Faults()
    {
        for (var m = 0; m < Methods.Count; m++)
        {
            if (!_metMethods[m])
                continue;
            CheckShared(m);
            for (var p = 1; p < Paths.Count; p++)
            {
                for (var number = 1; number < Paths[p].Listed; number++)
                {
                    if (_met[m][p][number])
                        Check(m, Paths[p].Path, Paths[p].Value(number), Paths[p].Key(number));
                }

                if (_metSamples[m][p])
                    CheckSamples(m, p);
            }
        }

        return _faults;
    }

    /// <summary>The values that trials have for the options of a kind.</summary>
    public IEnumerable<JsonNode?> Values(Func<OptionInfo, bool> isMeant)
    {
        foreach (var (m, method) in Methods.Index().Where(item => _metMethods[item.Index]))
        {
            foreach (var option in method.Method.Schema.Options.Where(isMeant))
            {
                if (Paths.Index().FirstOrDefault(item => item.Item.Path == option.Path) is not { Item: not null } path)
                    yield return _grid.Experiment.Parameters.TryGetValue(option.Path, out var shared) ? shared : option.Default;
                else
                    foreach (var number in Enumerable.Range(0, path.Item.Listed).Where(number => _met[m][path.Index][number]))
                        yield return method.Value(path.Index, number);
            }
        }
    }

    /// <summary>The fault of a point whose method is not installed, or that has none.</summary>
    public Fault UnknownMethod(int[] point)
    {
        var key = point[0] == PathValues.NotGiven ? PointSet.Method : Paths[0].Key(point[0]);
        if ((point[0] == PathValues.NotGiven ? _grid.Experiment.Method : Paths[0].Value(point[0])?.ToString()) is { } name)
            return _grid.Catalog.Unknown(name, Source.At(key, $"there is no method \"{name}\""));
        return Source.At(key, "some points have no method") with { Found = "a point without \"method\"", Expected = "the name of a method at every point", Fix = "add a \"method\" beside the list: it holds for the points that name none" };
    }

    // A shared value that every point replaces is never used, so it is nobody's fault.
    private void CheckShared(int method)
    {
        foreach (var (path, value) in _grid.Experiment.Parameters)
        {
            var number = Paths.Index().FirstOrDefault(item => item.Item.Path == path);
            if (number.Item is null || _met[method][number.Index][PathValues.NotGiven])
                Check(method, path, value, $"parameters.{path}");
        }
    }

    private void Check(int method, string path, JsonNode? value, string key)
    {
        foreach (var fault in OptionBinder.Check(Methods[method].Method.Schema, [KeyValuePair.Create(path, value)], (_, problem) => Source.At(key, problem)))
            _faults.Add(Methods[method].Method.Schema.Find(path) is null && OtherMethodWith(method, path) is { } other ? OnlyFor(other, method, fault, path) : fault);
    }

    private void CheckSamples(int method, int path)
    {
        foreach (var (factor, distribution) in Paths[path].Sampled)
        {
            var key = $"{factor.Key}.space.{Paths[path].Path}";
            if (Methods[method].Option(path) is not { } option)
                Check(method, Paths[path].Path, null, key);
            else if (SampleCheck.Problem(option, distribution) is { } fault)
                _faults.Add(Source.At(key, fault.Problem) with { Found = fault.Found, Expected = fault.Expected, Fix = fault.Fix });
        }
    }

    private string? OtherMethodWith(int method, string path) =>
        Methods.Where((other, m) => m != method && _metMethods[m] && other.Method.Schema.Find(path) is not null).Select(other => other.Method.Attribute.Name).FirstOrDefault();

    private Fault OnlyFor(string other, int method, Fault fault, string path)
    {
        var name = Methods[method].Method.Attribute.Name;
        return fault with
        {
            Problem = $"the method {name} has no such option",
            Expected = "options that every method of the grid has",
            Fix = $"move it to \"when\": [ {{ \"if\": {{ \"method\": \"{other}\" }}, \"parameters\": {{ \"{path}\": … }} }} ]",
        };
    }
}
