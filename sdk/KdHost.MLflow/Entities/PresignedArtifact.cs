namespace KdHost.MLflow;

/// <summary>Where an artifact can be fetched from its storage without further credentials for a while. Keep it out of logs.</summary>
/// <param name="Address">The address.</param>
/// <param name="Headers">Headers to send along.</param>
public sealed record PresignedArtifact(Uri Address, IReadOnlyDictionary<string, string> Headers);
