namespace KdHost.MLflow;

/// <summary>Times as MLflow keeps them: milliseconds since 1970.</summary>
internal static class UnixTime
{
    internal static DateTimeOffset? Read(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    internal static long? Write(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
