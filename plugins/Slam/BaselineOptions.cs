using System.ComponentModel.DataAnnotations;

namespace KdHost.Plugins.Slam;

/// <summary>Uncertainty-aware pseudo-label selection, Eq. (13); all defaults are those of the code nayeemrizve/ups.</summary>
public sealed record UpsOptions
{
    /// <summary>τ_p: smallest probability of a positive pseudo-label.</summary>
    [Range(0, 1)]
    public double PositiveThreshold { get; init; } = 0.7;

    /// <summary>κ_p: the uncertainty of a positive pseudo-label is below it.</summary>
    [Range(0, 1)]
    public double PositiveUncertainty { get; init; } = 0.05;

    /// <summary>τ_n: the probability of a negative label is below it.</summary>
    [Range(0, 1)]
    public double NegativeThreshold { get; init; } = 0.05;

    /// <summary>κ_n: the uncertainty of a negative label is below it.</summary>
    [Range(0, 1)]
    public double NegativeUncertainty { get; init; } = 0.005;

    /// <summary>Temperature of the probabilities for negative labels.</summary>
    [Range(0.01, 100)]
    public double NegativeTemperature { get; init; } = 2;

    /// <summary>Passes with dropout at work.</summary>
    [Range(2, 1000)]
    public int Passes { get; init; } = 10;

    /// <summary>Positives that a class keeps at least in class balancing.</summary>
    [Range(1, 1_000_000)]
    public int LeastPerClass { get; init; } = 25;

    /// <summary>One pass and no test of uncertainty, for teachers without dropout.</summary>
    public bool NoUncertainty { get; init; }
}

/// <summary>Weighted distillation, Eq. (15).</summary>
public sealed record WeightedOptions
{
    /// <summary>Whether weights are at most 1 (recalled).</summary>
    public bool ClipWeights { get; init; } = true;

    /// <summary>The confidence of teacher and student by which neighbours are found (recalled: margin; unknown for more than five classes).</summary>
    public Confidence Confidence { get; init; } = Confidence.Margin;
}

/// <summary>Labels that are wrong with a known probability: the truth with probability α(x), else any other candidate.</summary>
public sealed record ControlledOptions
{
    /// <summary>α of one half of the images.</summary>
    [Range(0, 1)]
    public double HighAccuracy { get; init; } = 0.95;

    /// <summary>α of the other half.</summary>
    [Range(0, 1)]
    public double LowAccuracy { get; init; } = 0.35;

    /// <summary>k: candidate classes of an image, the truth among them.</summary>
    [Range(2, 1000)]
    public int Candidates { get; init; } = 4;

    /// <summary>What is added to the teacher's probability of the true class before the candidates are picked; from 0.5 on it is always among them.</summary>
    [Range(0, 1)]
    public double TruthBonus { get; init; } = 0.5;
}
