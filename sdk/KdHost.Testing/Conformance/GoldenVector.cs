namespace KdHost.Testing;

/// <summary>A value that the paper's formula must give, worked out by hand or by another program.</summary>
/// <param name="Name">Which formula and input, such as "Eq. (4), T = 4".</param>
/// <param name="Compute">What the method's code gives.</param>
/// <param name="Expected">The value that it must give.</param>
/// <param name="Tolerance">Largest difference, relative to the larger of 1 and the expected value.</param>
public sealed record GoldenVector(string Name, Func<double> Compute, double Expected, double Tolerance = 1e-6);
