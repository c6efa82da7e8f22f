using System.Globalization;

namespace KdHost.MLflow;

/// <summary>
/// Sends the records of one run in order so that a resend is safe. Each batch carries a tag that says how far the
/// sender is; stores keep params, then metrics, then tags, so the tag is visible only when all before it is. When an
/// answer is lost the tag is read back, and only what did not arrive is sent again. One sender a run at a time.
/// </summary>
public sealed class RunCursor
{
    private readonly ITrackingStore _store;
    private readonly string _tagKey;
    private bool _unsure;

    private RunCursor(ITrackingStore store, string runId, string tagKey, long position)
    {
        _store = store;
        RunId = runId;
        _tagKey = tagKey;
        Position = position;
    }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>How far the store has got: what lies after it is still to be sent. 0 when nothing was sent.</summary>
    public long Position { get; private set; }

    /// <summary>Reads from the store how far an earlier sender got.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">The run.</param>
    /// <param name="tagKey">The tag that holds the position.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<RunCursor> OpenAsync(ITrackingStore store, string runId, string tagKey, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var run = await store.GetRunAsync(runId, cancellation).ConfigureAwait(false);
        return At(store, run, tagKey);
    }

    /// <summary>Takes the position from a run that was fetched a moment ago.</summary>
    /// <param name="store">The store.</param>
    /// <param name="run">The run.</param>
    /// <param name="tagKey">The tag that holds the position.</param>
    public static RunCursor At(ITrackingStore store, Run run, string tagKey)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunCursor(store, run.Id, tagKey, Read(run, tagKey));
    }

    /// <summary>Sends what leads up to a position, unless the store has it already.</summary>
    /// <param name="position">Where the batch ends in the sender's own journal.</param>
    /// <param name="batch">All records after <see cref="Position"/> up to <paramref name="position"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="MlflowException">
    /// Refused, or still no clear outcome. When <see cref="MlflowException.IsTransient"/> holds, send the same batch again later:
    /// <see cref="Position"/> is right in either case.
    /// </exception>
    public async Task AdvanceAsync(long position, RunBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (position <= Position)
            return;

        if (_unsure && await ReadBackAsync(cancellation).ConfigureAwait(false) && position <= Position)
            return;

        var mark = new Tag(_tagKey, position.ToString(CultureInfo.InvariantCulture));
        var marked = batch with { Tags = [.. batch.Tags.Where(tag => tag.Key != _tagKey), mark] };
        try
        {
            await _store.LogBatchAsync(RunId, marked, cancellation).ConfigureAwait(false);
            Position = position;
        }
        catch (MlflowException e) when (e.OutcomeUnknown)
        {
            _unsure = true;
            if (!await ReadBackAsync(cancellation).ConfigureAwait(false) || Position < position)
                throw;
        }
    }

    /// <summary>
    /// Makes <see cref="Position"/> true again after a lost answer, so that a sender can cut its next batch by it. Asks the store only when it must.
    /// </summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="MlflowException">The store cannot be asked now.</exception>
    public async Task SettleAsync(CancellationToken cancellation = default)
    {
        if (_unsure)
            await ReadAsync(cancellation).ConfigureAwait(false);
    }

    // False when the store cannot be asked now; the next try asks again.
    private async Task<bool> ReadBackAsync(CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (MlflowException e) when (e.IsTransient)
        {
            return false;
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var run = await _store.GetRunAsync(RunId, cancellation).ConfigureAwait(false);
        Position = Math.Max(Position, Read(run, _tagKey));
        _unsure = false;
    }

    private static long Read(Run run, string tagKey) =>
        long.TryParse(run.Tag(tagKey), NumberStyles.Integer, CultureInfo.InvariantCulture, out var position) ? position : 0;
}
