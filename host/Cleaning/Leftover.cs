namespace KdHost.Host.Cleaning;

/// <summary>Something that can be deleted without loss.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record Leftover(LeftoverKind Kind, string Path, long Bytes);

/// <summary>Kinds of what can be deleted.</summary>
internal enum LeftoverKind
{
    /// <summary>A checkpoint of a finished trial that a later one replaced.</summary>
    SupersededCheckpoint,

    /// <summary>The last checkpoint of a finished trial.</summary>
    LastCheckpoint,

    /// <summary>A cached result, such as a teacher, of a grid in which nothing is left to run; it can be computed again.</summary>
    Cache,

    /// <summary>A file that was being written when its process died.</summary>
    Temporary,

    /// <summary>A whole run directory, with its results.</summary>
    Run,
}

/// <summary>Kinds in words.</summary>
internal static class LeftoverKinds
{
    /// <summary>What so many of a kind are called.</summary>
    public static string Words(this LeftoverKind kind) => kind switch
    {
        LeftoverKind.SupersededCheckpoint => "superseded checkpoints of finished trials",
        LeftoverKind.LastCheckpoint => "last checkpoints of finished trials",
        LeftoverKind.Cache => "cached results that no trial waits for",
        LeftoverKind.Temporary => "left-overs of processes that died",
        _ => "whole runs with their results",
    };
}
