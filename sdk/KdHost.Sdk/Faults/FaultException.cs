namespace KdHost.Sdk.Faults;

/// <summary>
/// Ends a command because of what the user gave (a file, an option, a plugin, data, the network).
/// The host prints the faults without a stack trace and exits with a non-zero code.
/// </summary>
/// <param name="faults">At least one fault.</param>
/// <param name="inner">The technical cause, shown with <c>--verbose</c>.</param>
public class FaultException(IReadOnlyList<Fault> faults, Exception? inner = null)
    : Exception(string.Join('\n', faults), inner)
{
    /// <summary>Ends the command with one fault.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="inner">The technical cause.</param>
    public FaultException(Fault fault, Exception? inner = null)
        : this([fault], inner)
    {
    }

    /// <summary>Everything that is wrong, in the order found.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
