using System.ComponentModel.DataAnnotations;

namespace KdHost.TestMethods;

/// <summary>How a walk goes, and how it goes wrong.</summary>
public sealed record WalkOptions
{
    /// <summary>Number of epochs.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Mean step of an epoch.</summary>
    [Range(-1000.0, 1000.0)]
    public double Drift { get; init; } = 0.1;

    /// <summary>Half width of the uniform noise of a step.</summary>
    [Range(0.0, 1000.0)]
    public double Noise { get; init; } = 0.05;

    /// <summary>What a free dimension of a search may be called.</summary>
    public string Label { get; init; } = "none";

    /// <summary>Time that an epoch takes, in milliseconds.</summary>
    [Range(0, 1_000_000)]
    public int EpochMilliseconds { get; init; }

    /// <summary>Save a checkpoint after every so many epochs, whether one is due or not.</summary>
    [Range(1, 1_000_000)]
    public int CheckpointEvery { get; init; } = 1;

    /// <summary>Curves logged beside the walk itself.</summary>
    [Range(0, 1000)]
    public int Curves { get; init; }

    /// <summary>Resident memory to take at the start, in megabytes.</summary>
    [Range(0, 100_000)]
    public int Megabytes { get; init; }

    /// <summary>What goes wrong.</summary>
    public Mishap Mishap { get; init; } = Mishap.None;

    /// <summary>The epoch in which it goes wrong.</summary>
    [Range(1, 1_000_000)]
    public int MishapEpoch { get; init; } = 1;

    /// <summary>Whether it goes wrong at the first attempt alone.</summary>
    public bool MishapOnce { get; init; }
}

/// <summary>Ways of going wrong.</summary>
public enum Mishap
{
    /// <summary>All goes well.</summary>
    None,

    /// <summary>The method throws.</summary>
    Throw,

    /// <summary>The loss becomes not-a-number.</summary>
    Diverge,

    /// <summary>The process dies in native code.</summary>
    Crash,

    /// <summary>The process leaves.</summary>
    Exit,

    /// <summary>The trial never ends.</summary>
    Hang,

    /// <summary>An allocation fails.</summary>
    OutOfMemory,
}
