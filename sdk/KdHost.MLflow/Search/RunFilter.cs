using System.Collections.Immutable;

namespace KdHost.MLflow;

/// <summary>Conditions that runs must all fulfil. Immutable: each method gives a new filter. Quoting is its work.</summary>
public sealed record RunFilter
{
    /// <summary>No condition.</summary>
    public static RunFilter Any { get; } = new();

    /// <summary>The conditions, joined by "and".</summary>
    public ImmutableArray<RunCondition> Conditions { get; private init; } = [];

    /// <summary>A tag compares with a text.</summary>
    /// <param name="key">The tag.</param>
    /// <param name="value">The text.</param>
    /// <param name="comparison">How; equality when left out.</param>
    public RunFilter Tag(string key, string value, Comparison comparison = Comparison.Equal) =>
        With(RunField.Tag, key, comparison, value);

    /// <summary>A hyper-parameter compares with a text.</summary>
    /// <param name="key">The hyper-parameter.</param>
    /// <param name="value">The text.</param>
    /// <param name="comparison">How; equality when left out.</param>
    public RunFilter Param(string key, string value, Comparison comparison = Comparison.Equal) =>
        With(RunField.Param, key, comparison, value);

    /// <summary>The latest value of a metric compares with a number.</summary>
    /// <param name="key">The metric.</param>
    /// <param name="comparison">How.</param>
    /// <param name="value">The number; finite.</param>
    public RunFilter Metric(string key, Comparison comparison, double value) =>
        With(RunField.Metric, key, comparison, value);

    /// <summary>The run's name compares with a text.</summary>
    /// <param name="name">The text.</param>
    /// <param name="comparison">How; equality when left out.</param>
    public RunFilter Name(string name, Comparison comparison = Comparison.Equal) =>
        With(RunField.Attribute, "run_name", comparison, name);

    /// <summary>The run has a status, or has not.</summary>
    /// <param name="status">The status.</param>
    /// <param name="comparison">Equal or not equal.</param>
    public RunFilter Status(RunStatus status, Comparison comparison = Comparison.Equal) =>
        With(RunField.Attribute, "status", comparison, WireNames.Of(status));

    /// <summary>The run's start compares with a time.</summary>
    /// <param name="comparison">How.</param>
    /// <param name="time">The time.</param>
    public RunFilter Started(Comparison comparison, DateTimeOffset time) =>
        With(RunField.Attribute, "start_time", comparison, time.ToUnixTimeMilliseconds());

    /// <summary>The run is one of these.</summary>
    /// <param name="runIds">Ids of runs; at least one.</param>
    public RunFilter RunIds(IReadOnlyList<string> runIds) =>
        With(new RunCondition(RunField.Attribute, "run_id", Comparison.Equal, new RunValue { OneOf = runIds }));

    /// <summary>The filter in MLflow's search grammar; empty without conditions.</summary>
    public override string ToString() => RunGrammar.Write(this);

    private RunFilter With(RunField field, string key, Comparison comparison, string text) =>
        With(new RunCondition(field, key, comparison, new RunValue { Text = text }));

    private RunFilter With(RunField field, string key, Comparison comparison, double number) =>
        With(new RunCondition(field, key, comparison, new RunValue { Number = number }));

    private RunFilter With(RunCondition condition)
    {
        RunGrammar.Check(condition);
        return this with { Conditions = Conditions.Add(condition) };
    }
}
