using System.IO.Hashing;
using System.Runtime.InteropServices;
using KdHost.Host.Plugins;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Grids;

/// <summary>The configurations and trials that an experiment declares. They are made one by one, so a million of them need no memory.</summary>
internal sealed class TrialGrid
{
    /// <summary>More points than this are a slip of the pen.</summary>
    public const double Most = 1e8;

    private readonly PointMatcher[] _exclusions, _requirements;
    private readonly bool _mayHaveTwins;

    /// <exception cref="FaultException">There are too many points to count.</exception>
    public TrialGrid(Experiment experiment, MethodCatalog methods)
    {
        (Experiment, Catalog, Set) = (experiment, methods, new PointSet(experiment, methods));
        if (Set.ProductSize > Most)
        {
            throw new FaultException(experiment.Source.At(experiment.Factors[^1].Key, "the grid is too large") with
            {
                Found = FormattableString.Invariant($"{Set.ProductSize:0.#e+0} points: {string.Join(" x ", experiment.Factors.Select(factor => factor.Count))}"),
                Expected = FormattableString.Invariant($"at most {Most:0.#e+0}"),
                Fix = "vary less, or draw points with \"random\"",
            });
        }

        _exclusions = [.. experiment.Exclusions.Select(Set.Matcher)];
        _requirements = [.. experiment.Requirements.Select(Set.Matcher)];
        _mayHaveTwins = Set.MayHaveTwins;
        Identities = [.. Set.Methods.Select(method => new TrialIdentity(method, Set.Paths))];
    }

    /// <summary>The declaration.</summary>
    public Experiment Experiment { get; }

    /// <summary>The methods that are installed.</summary>
    public MethodCatalog Catalog { get; }

    /// <summary>The points before any is left out.</summary>
    public PointSet Set { get; }

    /// <summary>What makes the ids, one for each of the methods of <see cref="Set"/>.</summary>
    public IReadOnlyList<TrialIdentity> Identities { get; }

    /// <summary>One point a configuration, in order. The array is reused: copy what should last.</summary>
    /// <param name="counts">Counts what is left out and why.</param>
    public IEnumerable<int[]> Points(GridCounts counts)
    {
        var seen = new HashSet<UInt128>();
        var ids = new int[Set.Paths.Count];
        foreach (var point in Set.All(counts.Matched))
        {
            var method = Set.MethodOf(point);
            if (method >= 0 && IsLeftOut(point, method, counts))
                continue;
            if (method >= 0 && _mayHaveTwins && !seen.Add(Fingerprint(point, method, ids)))
            {
                counts.Twins++;
                continue;
            }

            counts.Configurations++;
            if (method >= 0)
                counts.ByMethod[method]++;
            yield return point;
        }
    }

    /// <summary>All trials in order: every configuration with the first seed, then with the second, so that one seed of everything is done early.</summary>
    public IEnumerable<TrialSpec> Trials()
    {
        foreach (var seed in Experiment.Seeds)
        {
            foreach (var point in Points(new GridCounts(this)))
            {
                if (Set.MethodOf(point) is var method && method < 0)
                    throw new FaultException(new GridCheck(this).UnknownMethod(point));
                yield return new TrialSpec(new GridPoint(this, [.. point]), seed, TrialSpec.ToText(Identities[method].Of(point, seed)));
            }
        }
    }

    private bool IsLeftOut(int[] point, int method, GridCounts counts)
    {
        for (var i = 0; i < _exclusions.Length; i++)
        {
            if (_exclusions[i].Matches(point, method))
            {
                counts.Excluded[i]++;
                return true;
            }
        }

        if (_requirements.Length == 0)
            return false;
        var isRequired = false;
        for (var i = 0; i < _requirements.Length; i++)
        {
            if (_requirements[i].Matches(point, method))
            {
                counts.Required[i]++;
                isRequired = true;
            }
        }

        counts.NotRequired += isRequired ? 0 : 1;
        return !isRequired;
    }

    // Two points are one configuration when their method can't tell any of their values apart.
    private UInt128 Fingerprint(int[] point, int method, int[] ids)
    {
        ids[0] = method;
        for (var path = 1; path < ids.Length; path++)
            ids[path] = Set.Methods[method].Id(path, point[path]);
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes<int>(ids));
    }
}
