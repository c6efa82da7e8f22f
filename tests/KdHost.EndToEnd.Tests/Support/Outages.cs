using KdHost.MLflow.Fake;
using KdHost.MLflow.Fake.Faults;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Breaks a server in random ways, one after the other: away, slow, refusing, losing answers, storing half of what it is sent.</summary>
/// <param name="server">The server.</param>
/// <param name="seed">Decides what happens.</param>
internal sealed class Outages(FakeMlflow server, int seed)
{
    private const int ShortestMilliseconds = 40, LongestMilliseconds = 250;

    private static readonly Fault[][] Kinds =
    [
        [new Fault.Slow(TimeSpan.FromMilliseconds(200)), new Fault.HeavyTail(TimeSpan.FromMilliseconds(20))],
        [new Fault.Status(429, RetryAfter: "0"), new Fault.Status(500), new Fault.Status(503, Html: true)],
        [new Fault.ResetBefore(), new Fault.ResetAfterReading(), new Fault.ResetAfterCommit(), new Fault.HalfAnswer()],
        [new Fault.ParamsOnly(), new Fault.ParamsAndMetricsOnly(), new Fault.StatusAfterCommit(502), new Fault.Twice()],
    ];

    private readonly Random _random = new(seed);

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>One outage and a moment of peace.</summary>
    public async Task NextAsync()
    {
        var kind = _random.Next(Kinds.Length + 1);
        if (kind == Kinds.Length)
        {
            await server.StopAsync();
            await PauseAsync();
            await server.StartAgainAsync(keepState: true);
        }
        else
        {
            server.Faults.AtRandom(_random.Next(), 0.6, Kinds[kind]);
            await PauseAsync();
            server.Faults.Clear();
        }

        Count++;
        await PauseAsync();
    }

    private Task PauseAsync() => Task.Delay(_random.Next(ShortestMilliseconds, LongestMilliseconds), TestContext.Current.CancellationToken);
}
