using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Expands an experiment into trials: for each seed, each point of the grid, so that a first seed of everything is done early.</summary>
internal static class TrialExpander
{
    /// <summary>All trials in order. Lazy: a point is bound when it is asked for.</summary>
    /// <exception cref="FaultException">A point has faults.</exception>
    public static IEnumerable<TrialSpec> Expand(Experiment experiment, MethodCatalog methods)
    {
        foreach (var seed in experiment.Seeds)
        {
            foreach (var point in Points(experiment))
            {
                var method = methods.Get(point.Method);
                yield return TrialSpec.Of(point.Method, OptionBinder.Bind(method.Schema, point.Parameters), seed, point.Values);
            }
        }
    }

    /// <summary>Checks every point of the grid without keeping it.</summary>
    /// <exception cref="FaultException">There are faults; all of them, each once.</exception>
    public static void Check(Experiment experiment, MethodCatalog methods)
    {
        var faults = new FaultList();
        foreach (var point in Points(experiment))
        {
            Fault At(string path, string problem) => experiment.Source.At(point.Place(path), problem);
            if (methods.Find(point.Method) is not { } method)
            {
                faults.Add(methods.Unknown(point.Method, At("method", $"there is no method \"{point.Method}\"")));
                continue;
            }

            var before = OptionBinder.Check(method.Schema, point.Parameters, At).ToList();
            before.ForEach(faults.Add);
            if (before.Count > 0)
                continue;
            var options = OptionBinder.Bind(method.Schema, point.Parameters).Instance;
            foreach (var fault in method.Method.Check(options))
                faults.Add(At(fault.Key ?? "", fault.Problem) with { Found = fault.Found, Expected = fault.Expected, Fix = fault.Fix });
        }

        faults.ThrowIfAny();
    }

    private static IEnumerable<GridPoint> Points(Experiment experiment)
    {
        var index = new int[experiment.Grid.Count];
        while (true)
        {
            yield return new GridPoint(experiment, [.. index]);
            var axis = index.Length - 1;
            while (axis >= 0 && ++index[axis] == experiment.Grid[axis].Values.Count)
                index[axis--] = 0;
            if (axis < 0)
                yield break;
        }
    }

    /// <summary>One point of a grid: which value of each axis.</summary>
    private sealed record GridPoint(Experiment Experiment, int[] Index)
    {
        public string Method => Values.TryGetValue("method", out var method) ? method?.ToString() ?? "" : Experiment.Method!;

        public IReadOnlyDictionary<string, JsonNode?> Values { get; } =
            Experiment.Grid.Select((axis, i) => (axis.Path, Value: axis.Values[Index[i]])).ToDictionary(pair => pair.Path, pair => pair.Value);

        public IReadOnlyDictionary<string, JsonNode?> Parameters
        {
            get
            {
                var parameters = Experiment.Parameters.ToDictionary();
                foreach (var (path, value) in Values.Where(pair => pair.Key != "method"))
                    parameters[path] = value;
                return parameters;
            }
        }

        /// <summary>Where a value stands in the file.</summary>
        public string Place(string path)
        {
            var axis = Experiment.Grid.ToList().FindIndex(axis => axis.Path == path);
            return axis >= 0 ? $"grid.{path}.{Index[axis]}" : path == "method" ? path : $"parameters.{path}";
        }
    }
}
