using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Settings;

public sealed class EnvironmentSettingsTests
{
    private static MlflowOptions Read(params (string Name, string Value)[] variables) =>
        MlflowOptions.FromEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    [Fact]
    public void All_of_mlflows_variables_are_heard()
    {
        var options = Read(
            ("MLFLOW_TRACKING_URI", "http://host"),
            ("MLFLOW_TRACKING_USERNAME", "ada"),
            ("MLFLOW_TRACKING_PASSWORD", "secret"),
            ("MLFLOW_TRACKING_TOKEN", "token"),
            ("MLFLOW_TRACKING_INSECURE_TLS", "TRUE"),
            ("MLFLOW_TRACKING_CLIENT_CERT_PATH", "client.pem"),
            ("MLFLOW_EXPERIMENT_NAME", "kd"),
            ("MLFLOW_EXPERIMENT_ID", "3"),
            ("MLFLOW_RUN_ID", "r"),
            ("MLFLOW_WORKSPACE", "lab"),
            ("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3"),
            ("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "0.5"),
            ("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "1.5"),
            ("MLFLOW_HTTP_REQUEST_TIMEOUT", "30"));
        Assert.Equal(
            new MlflowOptions
            {
                TrackingUri = "http://host",
                Username = "ada",
                Password = "secret",
                Token = "token",
                InsecureTls = true,
                ClientCertificatePath = "client.pem",
                ExperimentName = "kd",
                ExperimentId = "3",
                RunId = "r",
                Workspace = "lab",
                MaxRetries = 3,
                FirstWait = TimeSpan.FromSeconds(0.5),
                AddedJitter = TimeSpan.FromSeconds(1.5),
                RequestTimeout = TimeSpan.FromSeconds(30),
            },
            options);
    }

    [Fact]
    public void Without_variables_the_defaults_hold() => Assert.Equal(new MlflowOptions(), Read());

    [Fact]
    public void Empty_variables_are_as_good_as_none() => Assert.Equal(new MlflowOptions(), Read(("MLFLOW_TRACKING_URI", "")));

    [Fact]
    public void A_number_that_is_none_names_its_variable()
    {
        var e = Assert.Throws<MlflowException>(() => Read(("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon")));
        Assert.Contains("MLFLOW_HTTP_REQUEST_TIMEOUT", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Insecure_tls_and_a_certificate_contradict_each_other() => Assert.Throws<MlflowException>(() => Read(
        ("MLFLOW_TRACKING_INSECURE_TLS", "true"), ("MLFLOW_TRACKING_SERVER_CERT_PATH", "ca.pem")));

    [Fact]
    public void The_credentials_file_serves_where_variables_are_silent()
    {
        using var home = new TempFolder();
        Directory.CreateDirectory(home.File(".mlflow"));
        File.WriteAllText(
            home.File(".mlflow/credentials"),
            "[other]\nmlflow_tracking_username = no\n[mlflow]\n# who\nmlflow_tracking_username = ada\nmlflow_tracking_password = a=b\n");
        var options = Read(("HOME", home.Root));
        Assert.Equal(("ada", "a=b"), (options.Username, options.Password));
        Assert.Equal("bob", Read(("HOME", home.Root), ("MLFLOW_TRACKING_USERNAME", "bob")).Username);
    }

    [Fact]
    public void Options_as_text_hold_no_secrets()
    {
        var text = new MlflowOptions { TrackingUri = "http://u:hidden@host", Password = "hidden", Token = "hidden" }.ToString();
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
    }
}
