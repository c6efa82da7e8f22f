namespace KdHost.MLflow;

/// <summary>A parsed tracking address.</summary>
internal abstract record StoreAddress
{
    internal sealed record Server(Uri Uri) : StoreAddress;

    internal sealed record File(string Path) : StoreAddress;

    private const string SqlitePrefix = "sqlite:///";

    internal static StoreAddress Parse(string uri)
    {
        var shown = Redaction.Address(uri);
        if (uri.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase) && uri.Length > SqlitePrefix.Length)
            return new File(Path.GetFullPath(uri[SqlitePrefix.Length..]));

        // MLflow knows this one word as an address.
        var scheme = uri == "databricks" ? uri : uri.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon ? uri[..colon].ToLowerInvariant() : "";
        return scheme switch
        {
            "http" or "https" when Uri.TryCreate(uri, UriKind.Absolute, out var server) => new Server(server),
            "http" or "https" => throw Refused($"{shown} is not a valid address", "write it like http://127.0.0.1:5000"),
            "sqlite" => throw Refused($"{shown} names no file", "write sqlite:///mlflow.db, or sqlite:////absolute/path/mlflow.db"),
            "file" or "" => throw Refused(
                $"{shown} is a folder of the file store, which newer MLflow versions refuse and which keeps duplicates",
                "write sqlite:///mlflow.db: `mlflow ui --backend-store-uri sqlite:///mlflow.db` opens it"),
            _ => throw Refused($"stores of the kind \"{scheme}\" are not supported", "use an MLflow server in front of it (http://…), or sqlite:///mlflow.db"),
        };
    }

    private static MlflowException Refused(string problem, string advice) =>
        new($"Tracking address: {problem}; {advice}.") { ErrorCode = MlflowErrorCode.InvalidParameterValue };
}
