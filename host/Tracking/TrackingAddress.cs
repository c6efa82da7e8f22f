using KdHost.Host.RunDirectories;
using KdHost.MLflow;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tracking;

/// <summary>Where results are tracked: an MLflow server, or the local store that <c>mlflow ui</c> opens.</summary>
/// <param name="Uri">What to open.</param>
internal sealed record TrackingAddress(string Uri)
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    /// <summary>The address that ships nothing.</summary>
    public const string Off = "off";

    /// <summary>Whether nothing is shipped.</summary>
    public bool IsOff => Uri.Equals(Off, StringComparison.OrdinalIgnoreCase);

    /// <summary>Full path of the local store's file.</summary>
    public string File => Path.GetFullPath(Uri["sqlite:///".Length..]);

    /// <summary>Whether nobody named it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Under which name the best student is registered; null leaves it to the experiment.</summary>
    public string? Register { get; init; }

    /// <summary>Whether it is a server.</summary>
    public bool IsServer => Uri.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that was set, or the local store beside the runs folder.</summary>
    public static TrackingAddress Of(string? setting, string runsFolder) =>
        new(setting ?? $"sqlite:///{Path.Combine(Path.GetDirectoryName(Path.GetFullPath(runsFolder))!, "mlflow.db")}") { IsDefault = setting is null };

    /// <summary>Fails before anything runs when the store could not be opened later.</summary>
    /// <exception cref="FaultException">The address is none that can be opened.</exception>
    public ValueTask CheckAsync() => IsOff ? ValueTask.CompletedTask : Open().DisposeAsync();

    /// <summary>Opens the store. A server is not asked yet.</summary>
    /// <exception cref="FaultException">The address is none that can be opened.</exception>
    public ITrackingStore Open()
    {
        try
        {
            // The shipper tries again by itself, and a request that hangs must not hold up the end of a run for long.
            var options = MlflowOptions.FromEnvironment();
            return TrackingStore.Open(Uri, options with { MaxRetries = 0, ConnectTimeout = TimeSpan.FromSeconds(2), RequestTimeout = options.RequestTimeout < LongestRequest ? options.RequestTimeout : LongestRequest });
        }
        catch (MlflowException error)
        {
            throw new FaultException(new Fault("the tracking store can't be opened") { Key = "tracking", Found = error.Message, Expected = "http://host:port, sqlite:///file.db, or off", Fix = "check --tracking, KDHOST_TRACKING or MLFLOW_TRACKING_URI" }, error);
        }
    }

    /// <summary>What the user types or opens to see the results: one line for a server, two for the local store.</summary>
    /// <param name="page">The page of the grid below the server's root.</param>
    public string HowToOpen(string page) => IsServer
        ? $"{WithoutCredentials(Uri).TrimEnd('/')}/{page}"
        : $"mlflow ui --backend-store-uri sqlite:///{File}\nand open http://127.0.0.1:5000/{page}";

    // What is printed also lands in logs, notes and screenshots; the browser asks for the password.
    private static string WithoutCredentials(string uri) => new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString();
}
