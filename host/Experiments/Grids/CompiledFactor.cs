namespace KdHost.Host.Experiments.Grids;

/// <summary>A factor in numbers.</summary>
/// <param name="Count">How many levels it has.</param>
/// <param name="Levels">For each listed level the paths and numbers that it sets; empty for a random factor.</param>
/// <param name="Samples">For a random factor each path with the number of its first sample.</param>
/// <param name="IsContinuous">Whether it draws from a continuum, so that no level comes twice.</param>
internal sealed record CompiledFactor(int Count, (int Path, int Number)[][] Levels, (int Path, int Start)[] Samples, bool IsContinuous)
{
    /// <summary>Sets the values of a level.</summary>
    public void Apply(int level, int[] point)
    {
        foreach (var (path, start) in Samples)
            point[path] = start + level;
        if (Levels.Length == 0)
            return;
        foreach (var (path, number) in Levels[level])
            point[path] = number;
    }

    /// <summary>Whether two levels may set the same values for some method.</summary>
    public bool HasTwins(IReadOnlyList<MethodValues> methods)
    {
        if (Levels.Length == 0)
            return !IsContinuous; // few values to draw from repeat soon
        return methods.Any(method => Levels.Select(level => string.Join(' ', level.OrderBy(value => value.Path).Select(value => $"{value.Path}={method.Id(value.Path, value.Number)}"))).Distinct().Count() < Levels.Length);
    }
}

/// <summary>A condition in numbers.</summary>
/// <param name="If">Which points.</param>
/// <param name="Parameters">Paths and numbers that those points get.</param>
/// <param name="Factors">Factors that multiply those points.</param>
internal sealed record CompiledCondition(PointMatcher If, (int Path, int Number)[] Parameters, CompiledFactor[] Factors);
