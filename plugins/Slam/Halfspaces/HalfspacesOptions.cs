using System.ComponentModel.DataAnnotations;

namespace KdHost.Plugins.Slam;

/// <summary>Hyper-parameters of <see cref="HalfspacesMethod"/>.</summary>
public sealed record HalfspacesOptions
{
    /// <summary>Where examples come from.</summary>
    public HalfspaceDistributionKind Distribution { get; init; } = HalfspaceDistributionKind.Adversarial;

    /// <summary>d of <see cref="HalfspaceDistributionKind.Coordinates"/>, whose margin is γ = 1/√d.</summary>
    [Range(2, 100_000)]
    public int Dimension { get; init; } = 25;

    /// <summary>γ of <see cref="HalfspaceDistributionKind.Adversarial"/>.</summary>
    [Range(1e-6, 0.19)]
    public double Margin { get; init; } = 0.05;

    /// <summary>η: probability that a label is flipped.</summary>
    [Range(0, 0.499)]
    public double Noise { get; init; } = 0.2;

    /// <summary>What the rule takes for η is wrong by this much.</summary>
    [Range(-0.499, 0.499)]
    public double NoiseOffset { get; init; }

    /// <summary>When set, the rule takes for η the share of flipped labels among so many validation examples, instead of η itself.</summary>
    [Range(1, 1_000_000)]
    public int? NoiseSamples { get; init; }

    /// <summary>How the halfspace is learned.</summary>
    public HalfspaceRule Rule { get; init; } = HalfspaceRule.SlamReweighted;

    /// <summary>μ: step size; leaky ReLU has its own 1/√t.</summary>
    [Range(1e-9, 1000)]
    public double StepSize { get; init; } = 0.5;

    /// <summary>The start is w₀ = −<see cref="StartDistance"/> · w*: 0, or confidently wrong.</summary>
    [Range(0, 10_000)]
    public double StartDistance { get; init; }

    /// <summary>T: examples a run, one a step.</summary>
    [Range(1, 100_000_000)]
    public int Samples { get; init; } = 30_000;

    /// <summary>When set, T is this many times 1/(β²γ²) instead.</summary>
    [Range(0.01, 1000)]
    public double? RelativeSamples { get; init; }

    /// <summary>Steps between two evaluations; null for 1, 2, 3, 5 and 7 times the powers of ten.</summary>
    [Range(1, 1_000_000)]
    public int? EvaluateEvery { get; init; }

    /// <summary>Runs with draws of their own, over which errors are averaged.</summary>
    [Range(1, 100_000)]
    public int Runs { get; init; } = 50;

    /// <summary>ε: the mean error whose first sample count is reported.</summary>
    [Range(0, 1)]
    public double TargetError { get; init; } = 0.05;

    /// <summary>Noisy examples by which the best iterate of a run is picked.</summary>
    [Range(1, 1_000_000)]
    public int HoldOut { get; init; } = 200;
}

/// <summary>Distributions of examples with margin γ.</summary>
public enum HalfspaceDistributionKind
{
    /// <summary>Signed unit vectors, all alike; w* = (±1, …)/√d.</summary>
    Coordinates,

    /// <summary>Three points and their negatives in the plane that defeat every convex loss without a model of the noise (after P. Long and R. Servedio, 2010); w* = (1, 0).</summary>
    Adversarial,
}

/// <summary>How a halfspace is learned, one fresh example a step.</summary>
public enum HalfspaceRule
{
    /// <summary>Eq. (18): the gradient of the SLaM loss.</summary>
    Slam,

    /// <summary>Eq. (19): the same re-weighted, so that it doesn't vanish where the student is confidently wrong.</summary>
    SlamReweighted,

    /// <summary>Logistic loss without a model of the noise: vanilla distillation.</summary>
    Logistic,

    /// <summary>Unbiased logistic gradient from a corrected label: backward adjustment.</summary>
    Backward,

    /// <summary>Leaky ReLU with projection to the unit ball (I. Diakonikolas, T. Gouleakis, C. Tzamos, NeurIPS 2019).</summary>
    LeakyRelu,
}
