namespace KdHost.MLflow.Fake;

/// <summary>Which real server the fake resembles.</summary>
public enum FakeProfile
{
    /// <summary>MLflow 2.9 with SQLite.</summary>
    V2,

    /// <summary>MLflow 3.11 with SQLite.</summary>
    V3,

    /// <summary>MLflow 3.11 with a file store.</summary>
    FileStore,
}
