namespace KdHost.MLflow.Sqlite.Schema;

/// <summary>Schema revisions of MLflow's database, as its table <c>alembic_version</c> names them.</summary>
internal static class Revisions
{
    /// <summary>The one that new files get: the oldest with tables for data sets, so the widest range of versions opens it.</summary>
    internal const string Written = "acf3f17fdcc7";

    /// <summary>That of MLflow 2.0.</summary>
    internal const string Oldest = "97727af70f4d";

    // Heads of MLflow 2.0 to 3.11: in all of them the columns that we write are there, and what was added has defaults.
    private static readonly HashSet<string> Known =
    [
        Oldest, "3500859a5d39", "7f2a7d5fae7d", Written, "5b0e9adcef9c", "4465047574b1", "f5a4f2784254",
        "0584bdc529eb", "6953534de441", "cbc13b556ace", "770bee3ae1dd", "534353b11cbc", "71994744cf8e", "bf29a5ff90ea",
        "c9d4e5f6a7b8", "2c33131f4dae", "76601a5f987d", "7d34483879f0",
    ];

    internal static bool IsKnown(string revision) => Known.Contains(revision);
}
