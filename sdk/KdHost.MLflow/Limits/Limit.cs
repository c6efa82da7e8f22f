namespace KdHost.MLflow;

/// <summary>Refusals by the client itself, in the shape of a server's.</summary>
internal static class Limit
{
    internal static void Check(string? value, int most, string what)
    {
        // Servers count code points, as Python does.
        if (value is not null && value.Length > most && value.EnumerateRunes().Count() is var length && length > most)
            throw Refused($"{what} is {length} characters long; at most {most} are kept.");
    }

    internal static MlflowException Refused(string problem) =>
        new(problem) { ErrorCode = MlflowErrorCode.InvalidParameterValue };
}
