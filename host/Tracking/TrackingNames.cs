namespace KdHost.Host.Tracking;

/// <summary>Tags of ours in the tracking store.</summary>
internal static class TrackingNames
{
    /// <summary>Identifies a run: the run directory's token and the trial. Filled once, when the run is made.</summary>
    public const string Identity = "kdhost.run_key";

    /// <summary>How many records of the trial's journal are in the store.</summary>
    public const string Cursor = "kdhost.cursor";

    /// <summary>Hash of method, options and seed.</summary>
    public const string Trial = "kdhost.trial_id";

    /// <summary>Hash of method and options: group by it to see means over seeds.</summary>
    public const string Configuration = "kdhost.config_id";

    public const string Parent = "mlflow.parentRunId";

    public const string Note = "mlflow.note.content";
}
