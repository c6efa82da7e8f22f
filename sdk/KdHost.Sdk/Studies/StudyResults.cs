namespace KdHost.Sdk.Studies;

/// <summary>The results of a grid as a study sees them.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Trials">The finished trials, in the order declared.</param>
/// <param name="Missing">How many declared trials have not finished: a conclusion without them is preliminary.</param>
public sealed record StudyResults(string Experiment, IReadOnlyList<StudyTrial> Trials, int Missing = 0);
