using KdHost.Host.Journal;

namespace KdHost.Host.Experiments;

/// <summary>What trials run on, and within which limits.</summary>
/// <param name="Device">The devices, such as <c>auto</c>, <c>cpu</c> or <c>cuda:0,cuda:1</c>.</param>
/// <param name="Threads">Threads a trial.</param>
/// <param name="Workers">Trials at a time; 0 means as many as fit.</param>
internal sealed record Resources(string Device, int Threads, int Workers)
{
    public static readonly Resources Default = new("auto", 1, 0);

    /// <summary>Bytes of memory that a trial needs: on a GPU it says how many trials share one, on the processor it is a limit as well.</summary>
    public long? Memory { get; init; }

    /// <summary>Longest time of one attempt at a trial.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How often a trial is tried again.</summary>
    public RetryRules Retries { get; init; } = RetryRules.Default;
}

/// <summary>How often a trial is tried again after a failure, by its class. A trial goes on from its last checkpoint.</summary>
/// <param name="Limits">The classes that are tried again at all.</param>
internal sealed record RetryRules(IReadOnlyDictionary<FailureKind, int> Limits)
{
    /// <summary>
    /// What is tried again when nothing is declared: a worker that others killed, native code that crashed, memory that ran out, for
    /// neighbours may have caused it. A loss that is not a number, bad data, a bug or an overlong trial would only repeat itself.
    /// </summary>
    public static readonly RetryRules Default = new(new Dictionary<FailureKind, int> { [FailureKind.LostWorker] = 3, [FailureKind.NativeCrash] = 1, [FailureKind.OutOfMemory] = 1 });

    /// <summary>The same limit for every class that <see cref="Default"/> tries again.</summary>
    public static RetryRules Of(int limit) => new(Default.Limits.Keys.ToDictionary(kind => kind, _ => limit));

    /// <summary>How often a trial is tried again after failures of one class.</summary>
    public int For(FailureKind kind) => Limits.GetValueOrDefault(kind);
}
