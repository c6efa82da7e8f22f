namespace KdHost.MLflow;

/// <summary>Opens tracking stores by their address.</summary>
public static class TrackingStore
{
    /// <summary>Opens the store at an address. A server is not contacted yet; a local file is created when it is missing.</summary>
    /// <param name="uri">
    /// <c>http://…</c> or <c>https://…</c>: a server, with or without path. <c>sqlite:///relative.db</c> or
    /// <c>sqlite:////absolute.db</c>: a local file.
    /// </param>
    /// <param name="options">Credentials, retries and the like; see <see cref="MlflowOptions.FromEnvironment()"/>.</param>
    /// <exception cref="MlflowException">The address is of a kind that is not supported, or the file is not usable.</exception>
    public static ITrackingStore Open(string uri, MlflowOptions? options = null)
    {
        options ??= new MlflowOptions();
        return StoreAddress.Parse(uri) switch
        {
            StoreAddress.Server server => new RestTrackingStore(server.Uri, options),
            StoreAddress.File file => new SqliteTrackingStore(file.Path, options),
            var other => throw new InvalidOperationException($"{other} has no store"),
        };
    }
}
