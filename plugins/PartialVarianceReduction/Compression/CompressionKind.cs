namespace KdHost.Plugins.PartialVarianceReduction.Compression;

/// <summary>What happens to the iterate after each step: <c>x⁺ = C(x − γg)</c>, Eq. (E17).</summary>
public enum CompressionKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A fixed mask keeps the weights that are largest at the start.</summary>
    MaskTopk,

    /// <summary>A fixed mask keeps each weight with probability 1 − s.</summary>
    MaskRandom,

    /// <summary>k random entries of each tensor stay, scaled by d/k; unbiased.</summary>
    RandK,

    /// <summary>The k largest entries of each tensor stay; biased.</summary>
    TopK,

    /// <summary>Stochastic quantisation to s levels; unbiased.</summary>
    Quantise,
}

/// <summary>Whether the weight at a mask's threshold stays.</summary>
public enum MaskRule
{
    /// <summary>It stays: k weights.</summary>
    AtLeast,

    /// <summary>It goes: k − 1 weights, as in the authors' code.</summary>
    Strict,
}
