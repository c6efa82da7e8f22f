using System.Globalization;

namespace KdHost.MLflow;

/// <summary>MLflow's own environment variables, with the meaning that the Python client gives them.</summary>
internal static class EnvironmentSettings
{
    internal static MlflowOptions Read(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
        double? Number(string name) => Value(name) is { } value ? Parse(name, value) : null;
        TimeSpan? Seconds(string name) => Number(name) is { } value ? TimeSpan.FromSeconds(value) : null;

        var defaults = new MlflowOptions();
        var stored = CredentialsFile.Read(Value("HOME") ?? Value("USERPROFILE"));
        var options = new MlflowOptions
        {
            TrackingUri = Value("MLFLOW_TRACKING_URI"),
            Username = Value("MLFLOW_TRACKING_USERNAME") ?? stored.Username,
            Password = Value("MLFLOW_TRACKING_PASSWORD") ?? stored.Password,
            Token = Value("MLFLOW_TRACKING_TOKEN"),
            InsecureTls = Value("MLFLOW_TRACKING_INSECURE_TLS") is { } insecure && IsTrue(insecure),
            ServerCertificatePath = Value("MLFLOW_TRACKING_SERVER_CERT_PATH"),
            ClientCertificatePath = Value("MLFLOW_TRACKING_CLIENT_CERT_PATH"),
            ExperimentName = Value("MLFLOW_EXPERIMENT_NAME"),
            ExperimentId = Value("MLFLOW_EXPERIMENT_ID"),
            RunId = Value("MLFLOW_RUN_ID"),
            Workspace = Value("MLFLOW_WORKSPACE"),
            MaxRetries = (int?)Number("MLFLOW_HTTP_REQUEST_MAX_RETRIES") ?? defaults.MaxRetries,
            FirstWait = Seconds("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR") ?? defaults.FirstWait,
            AddedJitter = Seconds("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER"),
            RequestTimeout = Seconds("MLFLOW_HTTP_REQUEST_TIMEOUT") ?? defaults.RequestTimeout,
        };
        return options.InsecureTls && options.ServerCertificatePath is not null
            ? throw new MlflowException("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH contradict each other; unset one.")
            : options;
    }

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase) || value == "1";

    private static double Parse(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number)
            ? number
            : throw new MlflowException($"{name} is \"{value}\", but should be a number from 0 on.");
}
