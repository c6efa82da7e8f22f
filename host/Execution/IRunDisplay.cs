using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution;

/// <summary>Shows a running grid to the user.</summary>
internal interface IRunDisplay
{
    /// <summary>A trial begins in a slot.</summary>
    void Started(int slot, TrialSpec trial, int epoch);

    /// <summary>A trial got on.</summary>
    void Progressed(int slot, TrialSpec trial, TrialProgress progress);

    /// <summary>A trial ended.</summary>
    void Ended(int slot, TrialSpec trial, TrialState state, Failure? failure, IReadOnlyDictionary<string, double> metrics);

    /// <summary>A trial was stopped and can go on later.</summary>
    void Released(int slot, TrialSpec trial);

    /// <summary>The stopping rule paused a trial.</summary>
    void Paused(int slot, TrialSpec trial, long step);

    /// <summary>Something that the user should know.</summary>
    void Note(string text);
}
