namespace KdHost.MLflow.Sqlite.Schema;

/// <summary>What a database is.</summary>
/// <param name="Revision">Its schema revision; null for one without tables.</param>
/// <param name="HasDatasets">Whether it has tables for data sets.</param>
internal sealed record SchemaState(string? Revision, bool HasDatasets)
{
    internal static SchemaState Empty { get; } = new(null, false);
}
