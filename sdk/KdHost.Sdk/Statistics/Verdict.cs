using System.Globalization;

namespace KdHost.Sdk.Statistics;

/// <summary>What a comparison shows.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Words">For people.</param>
public readonly record struct Verdict(VerdictKind Kind, string Words)
{
    private const int FewestSeeds = 3;

    /// <summary>Judges a difference, candidate minus baseline.</summary>
    /// <param name="difference">The difference over seeds.</param>
    /// <param name="maximize">Whether larger values are better.</param>
    public static Verdict Of(Summary difference, bool maximize)
    {
        if (difference.Count < FewestSeeds)
            return new Verdict(VerdictKind.TooFewSeeds, "too few seeds to tell");
        if (difference.Interval is not { } interval)
            return new Verdict(VerdictKind.Undefined, "not defined: a value is not finite");
        if (interval.Holds(0))
            return new Verdict(VerdictKind.NoDifference, $"no difference shown (n = {difference.Count})");
        var better = interval.Low > 0 == maximize;
        var words = string.Create(CultureInfo.InvariantCulture, $"{(better ? "better" : "worse")} (95 % interval {interval.Low:G4} to {interval.High:G4})");
        return new Verdict(better ? VerdictKind.Better : VerdictKind.Worse, words);
    }
}

/// <summary>What a comparison can show.</summary>
public enum VerdictKind
{
    /// <summary>Fewer than three pairs.</summary>
    TooFewSeeds,

    /// <summary>A value is not finite.</summary>
    Undefined,

    /// <summary>The interval of the difference holds zero.</summary>
    NoDifference,

    /// <summary>The whole interval lies on the good side of zero.</summary>
    Better,

    /// <summary>The whole interval lies on the bad side of zero.</summary>
    Worse,
}
