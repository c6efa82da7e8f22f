namespace KdHost.Host.Journal;

/// <summary>The folder of a trial: one folder an epoch of its lease, written by the holder of that epoch alone.</summary>
/// <param name="Path">Full path.</param>
internal sealed record TrialFolder(string Path)
{
    public string Epoch(int epoch) => System.IO.Path.Combine(Path, $"{epoch}");

    public string Journal(int epoch) => System.IO.Path.Combine(Epoch(epoch), "journal");

    public string Checkpoints(int epoch) => System.IO.Path.Combine(Epoch(epoch), "checkpoints");

    public string Artifacts(int epoch) => System.IO.Path.Combine(Epoch(epoch), "artifacts");

    public string Log(int epoch) => System.IO.Path.Combine(Epoch(epoch), "worker.log");

    /// <summary>The epochs that began, newest first.</summary>
    public IEnumerable<int> Epochs() => !Directory.Exists(Path) ? [] :
        Directory.EnumerateDirectories(Path).Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), out var epoch) ? epoch : 0).Where(epoch => epoch > 0).OrderDescending();
}
