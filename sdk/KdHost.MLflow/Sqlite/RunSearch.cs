using System.Text;

namespace KdHost.MLflow.Sqlite;

/// <summary>A search for runs as SQL that gives their ids.</summary>
internal sealed class RunSearch
{
    private readonly StringBuilder _sql = new("SELECT r.run_uuid FROM runs r WHERE CAST(r.experiment_id AS TEXT) IN (");
    private readonly List<object?> _values = [];

    internal RunSearch(RunQuery query)
    {
        _sql.AppendJoin(", ", query.ExperimentIds.Select(Bind)).Append(')');
        if (query.View != RunView.All)
            _sql.Append(" AND r.lifecycle_stage = ").Append(Bind(query.View == RunView.Active ? "active" : "deleted"));
        foreach (var condition in query.Filter.Conditions)
            _sql.Append(" AND ").Append(Sql(condition));

        _sql.Append(" ORDER BY ");
        foreach (var order in query.OrderBy)
            Append(order);
        _sql.Append("r.start_time DESC, r.run_uuid");
    }

    internal List<string> Run(Database database) =>
        database.Query(_sql.ToString(), row => row.GetString(0), [.. _values]);

    private string Sql(RunCondition condition)
    {
        var (table, column) = Place(condition.Field, condition.Key);
        if (table is null)
            return Sql($"r.{column}", condition);
        var key = Bind(condition.Key);
        var notNan = condition.Field == RunField.Metric ? " AND t.is_nan = 0" : "";
        return $"EXISTS (SELECT 1 FROM {table} t WHERE t.run_uuid = r.run_uuid AND t.key = {key}{notNan} AND {Sql("t.value", condition)})";
    }

    private string Sql(string left, RunCondition condition)
    {
        if (condition.Value.OneOf is { } texts)
            return $"{left} IN ({string.Join(", ", texts.Select(Bind))})";
        return condition.Comparison switch
        {
            // LIKE of SQLite does not regard case, GLOB does.
            Comparison.Like => $"{left} GLOB {Bind(Glob(condition.Value.Text!))}",
            Comparison.ILike => $"{left} LIKE {Bind(condition.Value.Text)}",
            var comparison => $"{left} {RunGrammar.Operator(comparison)} {Bind(condition.Value.Number ?? (object?)condition.Value.Text)}",
        };
    }

    private void Append(RunOrder order)
    {
        var (table, column) = Place(order.Field, order.Key);
        var value = table is null
            ? $"r.{column}"
            : $"(SELECT {(order.Field == RunField.Metric ? "CASE WHEN t.is_nan THEN NULL ELSE t.value END" : "t.value")} "
                + $"FROM {table} t WHERE t.run_uuid = r.run_uuid AND t.key = {Bind(order.Key)})";
        _sql.Append(value).Append(order.Descending ? " DESC" : " ASC").Append(" NULLS LAST, ");
    }

    private static (string? Table, string Column) Place(RunField field, string key) => field switch
    {
        RunField.Metric => ("latest_metrics", key),
        RunField.Param => ("params", key),
        RunField.Tag => ("tags", key),
        _ => (null, key switch
        {
            "run_id" => "run_uuid",
            "run_name" => "name",
            "status" or "start_time" or "end_time" or "user_id" or "artifact_uri" => key,
            _ => throw Limit.Refused($"Invalid search: runs have no attribute \"{key}\"; they have run_id, run_name, status, start_time, end_time, user_id, artifact_uri."),
        }),
    };

    private string Bind(object? value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    private static string Glob(string pattern)
    {
        var glob = new StringBuilder();
        foreach (var character in pattern)
        {
            glob.Append(character switch
            {
                '%' => "*",
                '_' => "?",
                '*' or '?' or '[' => $"[{character}]",
                _ => character.ToString(),
            });
        }

        return glob.ToString();
    }
}
