namespace KdHost.MLflow;

/// <summary>
/// The largest values that some server version keeps whole. Newer servers silently cut what is longer, so the client
/// refuses it; older ones refuse less than this loudly and by themselves.
/// </summary>
public static class MlflowLimits
{
    /// <summary>Metrics in one request.</summary>
    public const int MetricsPerBatch = 1000;

    /// <summary>Params in one request.</summary>
    public const int ParamsPerBatch = 100;

    /// <summary>Tags in one request.</summary>
    public const int TagsPerBatch = 100;

    /// <summary>Metrics, params and tags in one request.</summary>
    public const int EntitiesPerBatch = 1000;

    /// <summary>Bytes of a request's body.</summary>
    public const int BodyBytes = 1_000_000;

    /// <summary>Characters of the name of a metric, param or tag.</summary>
    public const int Key = 250;

    /// <summary>Characters of a param's value (500 before MLflow 2.8).</summary>
    public const int ParamValue = 6000;

    /// <summary>Characters of a run tag's value (5000 up to MLflow 2.16).</summary>
    public const int TagValue = 8000;

    /// <summary>Characters of an experiment's name.</summary>
    public const int ExperimentName = 500;

    /// <summary>Characters of an experiment tag's value.</summary>
    public const int ExperimentTagValue = 5000;

    /// <summary>Characters of a data set's name.</summary>
    public const int DatasetName = 500;

    /// <summary>Characters of a data set's digest.</summary>
    public const int DatasetDigest = 36;

    /// <summary>Characters of a data set's source.</summary>
    public const int DatasetSource = 65_535;

    /// <summary>Characters of a data set's schema (65,535 up to MLflow 2.13).</summary>
    public const int DatasetSchema = 1_048_575;

    /// <summary>Characters of a data set's profile.</summary>
    public const int DatasetProfile = 16_777_215;

    /// <summary>Characters of the value of an input's tag.</summary>
    public const int InputTagValue = 500;

    /// <summary>Characters of a run's name: the column that MLflow keeps it in.</summary>
    public const int RunName = 250;

    /// <summary>Characters of a registered model's name.</summary>
    public const int ModelName = 256;

    /// <summary>Characters of the address of a registered model's files.</summary>
    public const int ModelSource = 500;

    /// <summary>Characters of the description of a model or a version.</summary>
    public const int ModelDescription = 5000;

    /// <summary>Characters of the value of a model's tag (100,000 since MLflow 3.6).</summary>
    public const int ModelTagValue = 5000;

    /// <summary>Runs in one page of a search.</summary>
    public const int RunsPerPage = 50_000;

    /// <summary>Metrics in one page of a history.</summary>
    public const int HistoryPage = 25_000;
}
