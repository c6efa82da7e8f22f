using KdHost.Host.Execution.Failures;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>One attempt at a trial in a worker.</summary>
/// <param name="Report">How it ended, in the worker's words or in those of its death.</param>
/// <param name="WorkerIsGone">Whether the worker is of no use any more.</param>
internal sealed record Attempt(WorkerReport Report, bool WorkerIsGone)
{
    /// <summary>Hands a trial to a worker and waits for its end.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="job">The trial; null when the worker has it already.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="over">Is told when the worker can take the next trial; its end is yet to come.</param>
    /// <param name="stop">Asks it to checkpoint and stop.</param>
    public static async Task<Attempt> RunAsync(WorkerProcess worker, WorkerJob? job, LimitWatch limits, Action<TrialProgress> progress, Func<Task> over, CancellationToken stop)
    {
        try
        {
            if (job is not null)
                await worker.SendAsync(job);
            using var stopping = stop.Register(() => _ = worker.StopTrialAsync());
            await foreach (var report in worker.Reports.ReadAllAsync(CancellationToken.None))
            {
                if (report is BeginReport)
                    limits.Begin();
                else if (report is ProgressReport told)
                    progress(told.Progress);
                else if (report is OverReport)
                    await over();
                else
                    return new Attempt(report, limits.Exceeded is not null);
            }
        }
        catch (IOException)
        {
            // The worker died before it took the job.
        }

        var death = new WorkerDeath(await worker.ExitCodeAsync(), worker.LastLines, worker.Cause, worker.KernelShortOfMemory);
        return new Attempt(EndReport.Of(limits.Exceeded ?? death.ToFailure()), WorkerIsGone: true);
    }
}
