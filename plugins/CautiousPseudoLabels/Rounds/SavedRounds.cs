namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>What a round came to.</summary>
/// <param name="Validation">Its validation value, on which rounds are chosen.</param>
/// <param name="Test">Its test value.</param>
/// <param name="Others">All values of its student, by name.</param>
/// <param name="Curves">All values of its selection, by name; empty for the base model.</param>
internal sealed record RoundScore(double Validation, double Test, Dictionary<string, double> Others, Dictionary<string, double> Curves);

/// <summary>The part of a checkpoint that is no tensor.</summary>
internal sealed record SavedRounds(int Round, bool IsOver, double Threshold, int Misses, RoundScore[] Scores, SavedLabel[] Labels);

/// <summary>A pseudo label in a checkpoint.</summary>
internal sealed record SavedLabel(long Sample, int Label, double Confidence);
