namespace KdHost.MLflow;

/// <summary>How the local store survives a crash.</summary>
public enum SqliteJournal
{
    /// <summary>Write-ahead on local disks, rollback on network file systems.</summary>
    Auto,

    /// <summary>Write-ahead log: fast, readers never wait; needs a local disk.</summary>
    WriteAhead,

    /// <summary>Rollback journal: slower, works on network file systems.</summary>
    Rollback,
}
