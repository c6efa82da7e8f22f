namespace KdHost.Host.Planning;

/// <summary>How long the rest of a grid takes.</summary>
/// <param name="Time">Wall time with the slots of this machine.</param>
/// <param name="Slots">How many trials run at a time.</param>
/// <param name="Methods">What it rests on, for each method with trials to run.</param>
/// <param name="Unknown">Trials of methods without any history; they are not in <paramref name="Time"/>.</param>
internal sealed record Estimate(TimeSpan Time, int Slots, IReadOnlyList<MethodEstimate> Methods, long Unknown);

/// <summary>How long the trials of a method take.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Trials">How many are to run.</param>
/// <param name="Each">Mean time of the like trials that ended.</param>
/// <param name="Like">How many those are.</param>
/// <param name="From">The run directories that they are in.</param>
/// <param name="Differing">The options in which they differ from the next trial of this grid.</param>
internal sealed record MethodEstimate(string Method, long Trials, TimeSpan Each, int Like, IReadOnlyList<string> From, IReadOnlyList<string> Differing);
