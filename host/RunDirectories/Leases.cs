using System.Text.Json;

namespace KdHost.Host.RunDirectories;

/// <summary>
/// Claims of trials. A claim is the exclusive creation of <c>leases/SS/TRIAL.E</c>; E is the epoch, a fencing number. A dead holder's trial
/// is claimed under the next epoch, and since each holder writes under its own epoch alone, one that only seemed dead harms nothing.
/// </summary>
/// <param name="run">The run directory.</param>
/// <param name="self">Who claims.</param>
/// <param name="watch">Judges holders on other machines.</param>
internal sealed class Leases(RunDirectory run, PilotIdentity self, PilotWatch watch)
{
    /// <summary>Claims a trial.</summary>
    /// <param name="trial">Id of the trial.</param>
    /// <returns>The epoch of the claim; null when the trial is held by somebody alive.</returns>
    public int? TryClaim(string trial)
    {
        var epoch = NewestEpoch(trial);
        return epoch == 0 || IsFree(trial, epoch) ? TryCreate(trial, epoch + 1) : null;
    }

    /// <summary>Claims a trial again for another attempt by the same holder.</summary>
    /// <param name="trial">Id of the trial.</param>
    /// <param name="epoch">The epoch held.</param>
    /// <returns>The next epoch; null when somebody else took it.</returns>
    public int? TryRenew(string trial, int epoch) => TryCreate(trial, epoch + 1);

    /// <summary>Gives a trial back, so that anybody may claim it under the next epoch.</summary>
    /// <param name="trial">Id of the trial.</param>
    /// <param name="epoch">The epoch held.</param>
    public void Release(string trial, int epoch) => File.WriteAllBytes(run.ReleasedLease(trial, epoch), []);

    /// <summary>Whether a trial has a living holder.</summary>
    /// <param name="trial">Id of the trial.</param>
    public bool IsHeld(string trial) => NewestEpoch(trial) is var epoch && epoch > 0 && !IsFree(trial, epoch);

    // A lease appears with its holder in it: one that a kill left empty would hold the trial until its age frees it. It need not survive a
    // loss of power: its holder does not either, and a trial that is started twice is borne.
    private int? TryCreate(string trial, int epoch) => DurableFile.TryCreate(run.Lease(trial, epoch), JsonSerializer.Serialize(self), durable: false) ? epoch : null;

    // A lease without a readable holder is damaged; its pilot can't be named, so age alone decides.
    private bool IsFree(string trial, int epoch) => File.Exists(run.ReleasedLease(trial, epoch)) || (PilotIdentity.TryRead(run.Lease(trial, epoch)) is { } holder
        ? holder.Id != self.Id && watch.IsDead(holder)
        : watch.IsUnchanged(run.Lease(trial, epoch)));

    private int NewestEpoch(string trial)
    {
        var epoch = 0;
        while (File.Exists(run.Lease(trial, epoch + 1)))
            epoch++;
        return epoch;
    }
}
