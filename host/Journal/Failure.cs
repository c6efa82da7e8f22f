using System.Text.Json;

namespace KdHost.Host.Journal;

/// <summary>Why a trial failed.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Message">What happened.</param>
/// <param name="Remedy">What the user can do.</param>
internal sealed record Failure(FailureKind Kind, string Message, string Remedy);

/// <summary>Classes of failures.</summary>
internal enum FailureKind
{
    /// <summary>The machine or the device ran out of memory, or the trial used more than it declared.</summary>
    OutOfMemory,

    /// <summary>The loss became infinite or not a number.</summary>
    NotANumber,

    /// <summary>Something that the user gave, found only while the trial ran.</summary>
    Data,

    /// <summary>The method threw.</summary>
    PluginBug,

    /// <summary>Native code ended the worker process.</summary>
    NativeCrash,

    /// <summary>The trial took longer than its limit.</summary>
    TimeLimit,

    /// <summary>The worker process is gone and did not do it itself: it was killed, or it left.</summary>
    LostWorker,
}

/// <summary>Classes of failures as words.</summary>
internal static class FailureKinds
{
    /// <summary>Every class by its word, as it stands in files.</summary>
    public static IReadOnlyDictionary<string, FailureKind> ByWord { get; } = Enum.GetValues<FailureKind>().ToDictionary(Word);

    /// <summary>The word, such as <c>out-of-memory</c>.</summary>
    public static string Word(this FailureKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
