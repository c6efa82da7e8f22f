namespace KdHost.MLflow;

/// <summary>Which runs a search sees.</summary>
public enum RunView
{
    /// <summary>Those that are not in the bin.</summary>
    Active,

    /// <summary>Those in the bin.</summary>
    Deleted,

    /// <summary>All.</summary>
    All,
}
