using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Reports;

namespace KdHost.Host.Tracking;

/// <summary>The leaderboard as a table of the MLflow UI: the file that <c>mlflow.log_table</c> writes, and the tag by which the UI finds it.</summary>
internal static class LeaderboardTable
{
    public const string File = "leaderboard.json";

    private static readonly string[] Columns = ["configuration", "n", "mean", "standard deviation", "difference", "difference low", "difference high", "p", "p (Holm)"];

    /// <summary>The tag's value.</summary>
    public static string Tag => JsonSerializer.Serialize(new[] { new { path = File, type = "table" } });

    /// <summary>The file's content.</summary>
    public static string Of(Leaderboard board) => new JsonObject
    {
        ["columns"] = new JsonArray([.. Columns.Select(column => (JsonNode)column)]),
        ["data"] = new JsonArray([.. board.Rows.Select(Row)]),
    }.ToJsonString();

    private static JsonArray Row(LeaderboardRow row)
    {
        double?[] figures =
        [
            row.Summary.Mean, row.Summary.StandardDeviation, row.Comparison?.Difference.Mean, row.Comparison?.Difference.Interval?.Low,
            row.Comparison?.Difference.Interval?.High, row.Comparison?.PValue, row.AdjustedPValue,
        ];
        return new JsonArray([row.Configuration.Label, row.Summary.Count, .. figures.Select(figure => figure is { } value && double.IsFinite(value) ? JsonValue.Create(value) : null)]);
    }
}
