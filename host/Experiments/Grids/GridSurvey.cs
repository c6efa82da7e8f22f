using KdHost.Host.Experiments.Sections;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Experiments.Grids;

/// <summary>A grid that was walked once: free of faults, counted, with what looks like a mistake and is none for certain.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Counts">What became of its points.</param>
/// <param name="Warnings">What looks like a mistake.</param>
internal sealed record GridSurvey(TrialGrid Grid, GridCounts Counts, IReadOnlyList<Fault> Warnings)
{
    /// <summary>How many configurations are checked as wholes when not all are asked for.</summary>
    public const int Some = 10_000;

    /// <summary>How many trials there are.</summary>
    public long Trials => Counts.Configurations * Grid.Experiment.Seeds.Count;

    /// <summary>The data sets that trials name.</summary>
    public required IReadOnlyList<string> DataSets { get; init; }

    /// <summary>Walks a grid and checks it.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="checkAll">Whether each method looks at all its configurations as wholes, however many there are.</param>
    /// <exception cref="FaultException">There are faults; all of them, each once.</exception>
    public static GridSurvey Of(TrialGrid grid, bool checkAll)
    {
        var (counts, check) = (new GridCounts(grid), new GridCheck(grid));
        var baseline = new BaselineCheck(grid);
        foreach (var point in grid.Points(counts))
        {
            check.Meet(point);
            baseline.Meet(point);
        }

        var faults = check.Faults();
        if (StudyNameSection.Unknown(grid.Experiment, grid.Catalog) is { } unknown)
            faults.Add(unknown);
        if (counts.Configurations == 0)
            faults.Add(Empty(grid));
        else
            baseline.AddTo(faults);
        var warnings = ConditionCheck.Of(grid, counts, faults);
        faults.ThrowIfAny();
        CheckCombinations(grid, checkAll ? long.MaxValue : Some).ThrowIfAny();
        return new GridSurvey(grid, counts, warnings) { DataSets = [.. check.Values(option => option.Names is DataSetNameAttribute).Select(name => name?.ToString()).OfType<string>().Distinct()] };
    }

    private static Fault Empty(TrialGrid grid)
    {
        var key = grid.Experiment.Requirements.Count > 0 && grid.Experiment.Exclusions.Count == 0 ? PartialPoints.Require : PartialPoints.Exclude;
        return grid.Experiment.Source.At(key, "no point is left") with
        {
            Found = $"all points of the grid are left out by \"{PartialPoints.Exclude}\" or \"{PartialPoints.Require}\"",
            Expected = "at least one that stays",
            Fix = "leave out less",
        };
    }

    // Values that are valid each may be wrong together; only the method knows.
    private static FaultList CheckCombinations(TrialGrid grid, long most)
    {
        var faults = new FaultList();
        if (!grid.Set.Methods.Any(method => method.Method.ChecksCombinations))
            return faults;
        foreach (var point in grid.Points(new GridCounts(grid)))
        {
            var values = grid.Set.Methods[grid.Set.MethodOf(point)];
            if (most-- <= 0)
                break;
            if (!values.Method.ChecksCombinations)
                continue;
            foreach (var fault in values.Method.Method.Check(new GridPoint(grid, [.. point]).Options.Instance))
                faults.Add(grid.Experiment.Source.At(Place(grid, point, fault.Key ?? ""), fault.Problem) with { Found = fault.Found, Expected = fault.Expected, Fix = fault.Fix });
        }

        return faults;
    }

    private static string Place(TrialGrid grid, int[] point, string path)
    {
        var number = grid.Set.Paths.Index().FirstOrDefault(item => item.Item.Path == path);
        return number.Item is { } values && point[number.Index] != PathValues.NotGiven ? values.Key(point[number.Index]) : $"parameters.{path}".TrimEnd('.');
    }
}
