using System.Net;

namespace KdHost.MLflow;

/// <summary>A store refused something, could not be reached, or answered what cannot be understood. Never holds credentials.</summary>
/// <param name="message">What went wrong and what to do about it.</param>
/// <param name="inner">The cause.</param>
public sealed class MlflowException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The HTTP status; null when there was no answer or no server.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>MLflow's own word, such as <see cref="MlflowErrorCode.ResourceDoesNotExist"/>; null when the answer had none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Method and path that were asked, or the file.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The run that it was about.</summary>
    public string? RunId { get; init; }

    /// <summary>The first 500 characters of the answer.</summary>
    public string? Body { get; init; }

    /// <summary>How long the server asked to be left alone (<c>Retry-After</c>); null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether the store may have done what was asked although the call failed: a lost answer, a time-out, an error of a
    /// gateway. Look before asking again.
    /// </summary>
    public bool OutcomeUnknown { get; init; }
}
