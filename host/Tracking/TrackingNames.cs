using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>Tags of ours and of MLflow's in the tracking store, and what fits into them.</summary>
internal static class TrackingNames
{
    /// <summary>Identifies a run: the run directory's token and the trial. Filled once, when the run is made.</summary>
    public const string Identity = "kdhost.run_key";

    /// <summary>How far the trial's journal is in the store.</summary>
    public const string Cursor = "kdhost.cursor";

    /// <summary>Hash of method, options and seed.</summary>
    public const string Trial = "kdhost.trial_id";

    /// <summary>Hash of method and options: group by it to see means over seeds.</summary>
    public const string Configuration = "kdhost.config_id";

    public const string Parent = "mlflow.parentRunId", Note = "mlflow.note.content", LoggedArtifacts = "mlflow.loggedArtifacts", LoggedImages = "mlflow.loggedImages";

    // MLflow before 2.22 refuses longer tags, and before 2.8 longer params.
    private const int TagLength = 5000, ParamLength = 500;

    /// <summary>A tag whose value is cut to what every server takes.</summary>
    public static Tag Tag(string key, string value) => new(MlflowName.Nearest(key), Cut(value, TagLength));

    /// <summary>A run's name, cut to what every server takes.</summary>
    public static string RunName(string name) => Cut(name, MlflowLimits.RunName);

    /// <summary>A param whose value is cut to what every server takes.</summary>
    public static Param Param(string key, string value) => new(key, Cut(value, ParamLength));

    /// <summary>Whether a param's value is kept whole.</summary>
    public static bool Fits(string value) => value.Length <= ParamLength;

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = length - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + '…';
    }
}
