namespace KdHost.MLflow;

/// <summary>
/// Cuts a batch into pieces that a store takes. Read one after another the pieces hold all params, then all metrics,
/// then all tags, so that a tag still says that everything before it has arrived.
/// </summary>
public static class BatchSplitter
{
    // A body's frame {"run_id":"…","params":[],"metrics":[],"tags":[]} with the longest id.
    private const int Frame = 350;

    /// <summary>The pieces; a batch with nothing in it gives none.</summary>
    /// <param name="batch">Any number of things; equal metrics and params count once.</param>
    /// <param name="limits">What fits into a piece.</param>
    public static IEnumerable<RunBatch> Split(RunBatch batch, BatchLimits limits)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(limits);
        return Pieces(BatchContent.Distinct(batch), limits);
    }

    private static IEnumerable<RunBatch> Pieces(RunBatch batch, BatchLimits limits)
    {
        int param = 0, metric = 0, tag = 0;
        while (param + metric + tag < batch.Count)
        {
            var room = new Room(limits.Entities, limits.Bytes - Frame);
            var piece = new RunBatch { Params = room.Take(batch.Params, ref param, limits.Params, BodySize.Of) };
            if (param == batch.Params.Count)
                piece = piece with { Metrics = room.Take(batch.Metrics, ref metric, limits.Metrics, BodySize.Of) };
            if (param == batch.Params.Count && metric == batch.Metrics.Count)
                piece = piece with { Tags = room.Take(batch.Tags, ref tag, limits.Tags, BodySize.Of) };
            yield return piece;
        }
    }

    private sealed class Room(int entities, int bytes)
    {
        private bool _used;

        // A piece takes at least one thing whatever its size: the checks of values keep single ones far below any limit.
        internal T[] Take<T>(IReadOnlyList<T> items, ref int next, int most, Func<T, int> size)
        {
            var first = next;
            while (next < items.Count && next - first < most && entities > 0)
            {
                var needed = size(items[next]);
                if (_used && needed > bytes)
                    break;
                _used = true;
                bytes -= needed;
                entities--;
                next++;
            }

            var taken = new T[next - first];
            for (var i = 0; i < taken.Length; i++)
                taken[i] = items[first + i];
            return taken;
        }
    }
}
