namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>A label that a teacher gave.</summary>
/// <param name="Sample">A node, or an ordered pair (i, j) of nodes as <c>i · n + j</c>.</param>
/// <param name="Label">ŷ: the class, or 1 for a link.</param>
/// <param name="Confidence">s.</param>
public readonly record struct PseudoLabel(long Sample, int Label, double Confidence);
