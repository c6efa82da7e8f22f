namespace KdHost.MLflow;

/// <summary>What a store says about itself.</summary>
/// <param name="Location">The server's address without credentials, or the full path of the file.</param>
/// <param name="Version">The server's version, or the schema revision of the file; null when the server keeps it to itself.</param>
public sealed record StoreInfo(string Location, string? Version);
