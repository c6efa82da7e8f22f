using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tracking.Ui;

/// <summary>How the MLflow UI is started on a local store: which program, with which arguments.</summary>
/// <param name="Program">Full path of the program.</param>
/// <param name="Arguments">Its arguments; never a line for a shell.</param>
/// <param name="Way">Where MLflow comes from, for people.</param>
/// <param name="Address">Where the UI will be.</param>
internal sealed record MlflowUi(string Program, IReadOnlyList<string> Arguments, string Way, Uri Address)
{
    private const string Image = "ghcr.io/mlflow/mlflow:latest", Loopback = "127.0.0.1", AllInterfaces = "0.0.0.0";

    /// <summary>The first way that this machine has.</summary>
    /// <param name="databaseFile">Full path of the local store.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <exception cref="FaultException">This machine has none; the fault says what to type.</exception>
    public static MlflowUi On(string databaseFile, int port)
    {
        var chosen = port > 0 ? port : FreePort();
        var address = new Uri($"http://{Loopback}:{chosen}");
        string[] Ui(string host) => ["ui", "--backend-store-uri", $"sqlite:///{databaseFile}", "--host", host, "--port", chosen.ToString(CultureInfo.InvariantCulture)];
        if (ProgramPath.Find("mlflow") is { } mlflow)
            return new MlflowUi(mlflow, Ui(Loopback), "mlflow", address);
        if (ProgramPath.Find("uvx") is { } uvx)
            return new MlflowUi(uvx, ["mlflow", .. Ui(Loopback)], "uvx (fetches MLflow when it is used first)", address);
        if (ProgramPath.Find("pipx") is { } pipx)
            return new MlflowUi(pipx, ["run", "mlflow", .. Ui(Loopback)], "pipx (fetches MLflow when it is used first)", address);
        if (ProgramPath.Find("docker") is { } docker)
            return new MlflowUi(docker, [.. Container(Path.GetDirectoryName(databaseFile)!, chosen), "mlflow", .. Ui(AllInterfaces)], "Docker (fetches MLflow when it is used first)", address);
        throw new FaultException(new Fault("there is no MLflow to show the results with")
        {
            Found = "none of mlflow, uvx, pipx and docker on the path",
            Expected = "one of them",
            Fix = $"pip install mlflow, then: kd ui, or: mlflow ui --backend-store-uri sqlite:///{databaseFile}",
        });
    }

    // The folder stands under its own path inside, so that the absolute addresses of artifacts hold there too.
    private static IEnumerable<string> Container(string folder, int port) =>
        ["run", "--rm", "--init", "--publish", $"{Loopback}:{port}:{port}", "--volume", $"{folder}:{folder}", "--workdir", folder, Image];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
