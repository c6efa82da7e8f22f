using TorchSharp;

namespace KdHost.Sdk.Data;

/// <summary>Makes the next batches on other threads while the present one is used. Holds <paramref name="depth"/> batches at most.</summary>
internal sealed class Prefetch(int depth) : IDisposable
{
    /// <summary>Batches ahead, where making one takes files and decoding.</summary>
    public const int UsualDepth = 3;

    private readonly Dictionary<(int Epoch, int Index), Task<torch.Tensor>> _ahead = [];

    /// <summary>A batch that was made ahead, or makes it now. It belongs to the current dispose scope.</summary>
    public torch.Tensor Take((int Epoch, int Index) batch, Func<torch.Tensor> make)
    {
        if (!_ahead.Remove(batch, out var task))
            return make();
        using var made = task.GetAwaiter().GetResult();
        return made.alias(); // made on a thread without a dispose scope; the alias is in ours
    }

    /// <summary>Starts what follows a batch, and gives up what no longer does.</summary>
    public void Ahead((int Epoch, int Index) batch, Func<(int Epoch, int Index), (int Epoch, int Index)> after, Func<(int Epoch, int Index), Func<torch.Tensor>> prepare)
    {
        var wanted = new List<(int Epoch, int Index)>();
        for (var next = after(batch); wanted.Count < depth; next = after(next))
            wanted.Add(next);
        foreach (var stale in _ahead.Keys.Except(wanted).ToList())
            Abandon(stale);
        foreach (var next in wanted.Where(next => !_ahead.ContainsKey(next)))
            _ahead[next] = Task.Run(prepare(next));
    }

    public void Dispose()
    {
        foreach (var batch in _ahead.Keys.ToList())
            Abandon(batch);
    }

    // A batch that is being made is freed when it is done; its fault, if any, concerns nobody.
    private void Abandon((int Epoch, int Index) batch)
    {
        _ahead.Remove(batch, out var task);
        task!.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully)
                    done.Result.Dispose();
                else
                    _ = done.Exception;
            },
            TaskScheduler.Default);
    }
}
