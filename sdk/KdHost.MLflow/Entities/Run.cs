namespace KdHost.MLflow;

/// <summary>A run with what it logged.</summary>
public sealed record Run
{
    /// <summary>What the run is.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>The latest value of each metric; see <see cref="ITrackingStore.GetMetricHistoryAsync"/> for all of them.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Its hyper-parameters.</summary>
    public IReadOnlyList<Param> Params { get; init; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>The data sets it used.</summary>
    public IReadOnlyList<DatasetInput> Inputs { get; init; } = [];

    /// <summary>The run's id.</summary>
    public string Id => Info.RunId;

    /// <summary>The value of a tag, or null.</summary>
    /// <param name="key">The tag's name.</param>
    public string? Tag(string key) => Find(Tags, tag => tag.Key == key)?.Value;

    /// <summary>The value of a hyper-parameter, or null.</summary>
    /// <param name="key">The name of the hyper-parameter.</param>
    public string? Param(string key) => Find(Params, param => param.Key == key)?.Value;

    /// <summary>The latest value of a metric, or null.</summary>
    /// <param name="key">The metric's name.</param>
    public Metric? Metric(string key) => Find(Metrics, metric => metric.Key == key);

    private static T? Find<T>(IReadOnlyList<T> items, Func<T, bool> wanted) where T : struct
    {
        foreach (var item in items)
        {
            if (wanted(item))
                return item;
        }

        return null;
    }
}
