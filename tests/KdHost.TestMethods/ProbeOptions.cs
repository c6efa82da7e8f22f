using System.ComponentModel.DataAnnotations;

namespace KdHost.TestMethods;

/// <summary>Options of <see cref="ProbeMethod"/>.</summary>
public sealed record ProbeOptions
{
    /// <summary>How the trial ends.</summary>
    public Ending Ending { get; init; } = Ending.Finish;

    /// <summary>Epoch after which it ends so.</summary>
    [Range(0, 1_000_000)]
    public int After { get; init; } = 1;

    /// <summary>A file that is made at the ending; where it stands already, the trial finishes.</summary>
    public string? Once { get; init; }

    /// <summary>The first coordinate of the function that is measured.</summary>
    [Range(-100, 100)]
    public double X { get; init; }

    /// <summary>The second coordinate.</summary>
    [Range(-100, 100)]
    public double Y { get; init; }

    /// <summary>A whole number without effect.</summary>
    [Range(0, 1_000_000)]
    public int Point { get; init; }

    /// <summary>A word that shifts the function.</summary>
    public Shape Shape { get; init; } = Shape.Flat;

    /// <summary>Epochs; none measures nothing.</summary>
    [Range(0, 1_000_000)]
    public int Epochs { get; init; } = 1;

    /// <summary>Milliseconds an epoch.</summary>
    [Range(0, 60_000)]
    public int EpochMilliseconds { get; init; }
}

/// <summary>How a trial ends.</summary>
public enum Ending
{
    /// <summary>As it should.</summary>
    Finish,

    /// <summary>The method throws.</summary>
    Throw,

    /// <summary>The loss is not a number.</summary>
    Diverge,

    /// <summary>A file of data is bad.</summary>
    BadData,

    /// <summary>libtorch can't allocate.</summary>
    NoMemory,

    /// <summary>Resident memory grows without end.</summary>
    Hog,

    /// <summary>Native code touches memory that is not there.</summary>
    Crash,

    /// <summary>Native code aborts.</summary>
    Abort,

    /// <summary>Another thread throws.</summary>
    ThrowElsewhere,

    /// <summary>Somebody kills the worker.</summary>
    Kill,

    /// <summary>It goes on for ever and hears nothing.</summary>
    Hang,
}

/// <summary>Shifts the function that is measured.</summary>
public enum Shape
{
    /// <summary>Not at all.</summary>
    Flat,

    /// <summary>Up.</summary>
    Hill,

    /// <summary>Down.</summary>
    Valley,
}
