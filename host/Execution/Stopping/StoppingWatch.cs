using KdHost.Host.Experiments;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Execution.Stopping;

/// <summary>
/// Judges a running trial by its metric. The judgement is made where the metric is logged, in the worker, from files of the run directory: it
/// needs no word from the pilot, works alike with any number of workers and pilots, and stands in a file before anything acts on it. A trial
/// that must not go on is asked to save a checkpoint and stop, as for Ctrl-C, so that a paused one resumes with the numbers of an undisturbed run.
/// </summary>
/// <param name="metric">The metric.</param>
internal abstract class StoppingWatch(string metric)
{
    /// <summary>The metric.</summary>
    public string Metric { get; } = metric;

    /// <summary>The last judgement.</summary>
    public StoppingVerdict Verdict { get; protected set; }

    /// <summary>The step of the last judgement.</summary>
    public long Step { get; protected set; }

    /// <summary>A watch over one trial; null when no rule is declared.</summary>
    public static StoppingWatch? Of(StoppingSettings? settings, RunDirectory run, string trial, long seed) => settings?.Rule switch
    {
        StoppingRule.Asha => new AshaWatch(settings, new RungFiles(run.StoppingOf(settings)), trial, seed),
        StoppingRule.Median => new MedianWatch(settings, new RungFiles(run.StoppingOf(settings)), trial, seed),
        _ => null,
    };

    /// <summary>Takes a point that an earlier attempt logged.</summary>
    public virtual void Recall(long step, double value)
    {
    }

    /// <summary>Judges the trial by a new point.</summary>
    public abstract void Observe(long step, double value);

    /// <summary>Takes note that the trial finishes.</summary>
    public virtual void Finish()
    {
    }
}

/// <summary>What a stopping rule says of a trial.</summary>
internal enum StoppingVerdict
{
    /// <summary>It goes on.</summary>
    GoOn,

    /// <summary>It waits at its rung.</summary>
    Pause,

    /// <summary>It ends.</summary>
    Stop,
}
