using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Grids;

/// <summary>Looks at the conditions of a grid: values that can't be, and rules that do nothing.</summary>
internal static class ConditionCheck
{
    /// <summary>What does nothing, as warnings.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="counts">What became of its points.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static List<Fault> Of(TrialGrid grid, GridCounts counts, FaultList faults)
    {
        var (experiment, warnings) = (grid.Experiment, new List<Fault>());
        (PartialPoint Partial, long Count)[] rules =
        [
            .. experiment.Conditions.Select((condition, i) => (condition.If, counts.Matched[i])),
            .. experiment.Exclusions.Select((partial, i) => (partial, counts.Excluded[i])),
            .. experiment.Requirements.Select((partial, i) => (partial, counts.Required[i])),
        ];
        foreach (var (partial, count) in rules)
        {
            if (partial.Values.Select(value => Problem(grid, value)).OfType<Fault>().ToList() is { Count: > 0 } wrong)
                wrong.ForEach(faults.Add);
            else if (count == 0)
                warnings.Add(experiment.Source.At(partial.Key, "no point matches this") with { Found = partial.Text, Fix = "remove it, or correct its values; an earlier rule may have taken its points" });
        }

        return warnings;
    }

    // A value is wrong when no method of the grid could ever have it.
    private static Fault? Problem(TrialGrid grid, Assignment value)
    {
        if (value.Path == PointSet.Method || grid.Set.Methods.Count == 0)
            return null;
        Fault? first = null;
        foreach (var method in grid.Set.Methods)
        {
            var problem = Check(grid, method, value);
            if (problem is null)
                return null;
            first = first is null || method.Method.Schema.Find(value.Path) is not null ? problem : first;
        }

        return first;
    }

    private static Fault? Check(TrialGrid grid, MethodValues method, Assignment value)
    {
        Fault At(string path, string problem) => grid.Experiment.Source.At(value.Key, problem);
        if (OptionBinder.Check(method.Method.Schema, [KeyValuePair.Create(value.Path, value.Value)], At).FirstOrDefault() is not { } whole)
            return null;
        if (value.Value is not JsonArray list || method.Method.Schema.Find(value.Path) is null)
            return whole;
        return list.SelectMany(one => OptionBinder.Check(method.Method.Schema, [KeyValuePair.Create(value.Path, one)], At)).FirstOrDefault();
    }
}
