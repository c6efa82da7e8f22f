using System.Runtime.InteropServices;

namespace KdHost.Host.Execution;

/// <summary>Ctrl-C and SIGTERM: the first asks running trials to checkpoint and stop, the second ends them at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new(), _kill = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Interrupts() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    /// <summary>Checkpoint and stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>End at once.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
        _kill.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        (_stop.IsCancellationRequested ? _kill : _stop).Cancel();
    }
}
