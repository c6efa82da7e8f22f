using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments;

/// <summary>Gathers faults, so that the user sees all of them at once.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];
    private readonly HashSet<Fault> _seen = [];

    /// <summary>Adds a fault unless an equal one is there.</summary>
    public void Add(Fault fault)
    {
        if (_seen.Add(fault))
            _faults.Add(fault);
    }

    /// <exception cref="FaultException">There are faults.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
            throw new FaultException(_faults);
    }
}
