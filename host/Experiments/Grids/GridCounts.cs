namespace KdHost.Host.Experiments.Grids;

/// <summary>What became of the points of a grid, counted while they are made.</summary>
/// <param name="grid">The grid.</param>
internal sealed class GridCounts(TrialGrid grid)
{
    /// <summary>Points that stay.</summary>
    public long Configurations { get; set; }

    /// <summary>Those by method, in the order of <see cref="PointSet.Methods"/>.</summary>
    public long[] ByMethod { get; } = new long[grid.Set.Methods.Count];

    /// <summary>Points that say the same as an earlier one.</summary>
    public long Twins { get; set; }

    /// <summary>Points that no requirement wants.</summary>
    public long NotRequired { get; set; }

    /// <summary>For each exclusion how many points it left out; a point counts for the first one.</summary>
    public long[] Excluded { get; } = new long[grid.Experiment.Exclusions.Count];

    /// <summary>For each requirement how many points it let in.</summary>
    public long[] Required { get; } = new long[grid.Experiment.Requirements.Count];

    /// <summary>For each condition how many points it applied to.</summary>
    public long[] Matched { get; } = new long[grid.Experiment.Conditions.Count];
}
