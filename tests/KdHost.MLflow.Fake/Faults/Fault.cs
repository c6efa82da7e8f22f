namespace KdHost.MLflow.Fake.Faults;

/// <summary>Something that goes wrong with one request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The answer takes longer.</summary>
    public sealed record Slow(TimeSpan Delay) : Fault;

    /// <summary>The answer takes a time with a heavy tail: mostly about the scale, now and then many times that.</summary>
    public sealed record HeavyTail(TimeSpan Scale) : Fault;

    /// <summary>An error instead of the work.</summary>
    public sealed record Status(int Code, string? RetryAfter = null, bool Html = false) : Fault;

    /// <summary>The connection breaks before the request is read.</summary>
    public sealed record ResetBefore : Fault;

    /// <summary>The connection breaks after the request is read, before the work.</summary>
    public sealed record ResetAfterReading : Fault;

    /// <summary>The work is done, the answer is lost.</summary>
    public sealed record ResetAfterCommit : Fault;

    /// <summary>The work is done, half of the answer arrives.</summary>
    public sealed record HalfAnswer : Fault;

    /// <summary>Of a log-batch only the params are stored, then the connection breaks.</summary>
    public sealed record ParamsOnly : Fault;

    /// <summary>Of a log-batch only params and metrics are stored, then the connection breaks.</summary>
    public sealed record ParamsAndMetricsOnly : Fault;

    /// <summary>The work is done, the answer drips, a byte each pause.</summary>
    public sealed record Dripping(TimeSpan Pause) : Fault;

    /// <summary>The work is done, a gateway answers an error.</summary>
    public sealed record StatusAfterCommit(int Code) : Fault;

    /// <summary>A gateway delivers the request twice.</summary>
    public sealed record Twice : Fault;
}
