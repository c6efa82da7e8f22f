using TorchSharp;

namespace KdHost.Sdk.Models;

/// <summary>
/// Reads features of a network while it runs, without touching the network: <c>forward</c> hooks keep what passes at the tapped points.
/// Hooks fire for modules that are called with <c>call</c>, and not for those called with <c>forward</c>.
/// </summary>
/// <remarks>
/// The tap owns what it keeps, outside of any dispose scope, until the next pass, <see cref="Clear"/> or <see cref="Dispose"/>;
/// gradients flow through it. A point whose value the network later overwrites in place shows the new value.
/// </remarks>
public sealed class FeatureTap : IDisposable
{
    private readonly List<Action> _removeHooks = [];
    private readonly Dictionary<TapPoint, torch.Tensor> _features = [];

    /// <summary>Places the tap.</summary>
    /// <param name="network">The network; paths of modules start below it.</param>
    /// <param name="points">Where to read.</param>
    /// <exception cref="ArgumentException">The network has no such module, or the module does not map one tensor to one tensor.</exception>
    public FeatureTap(torch.nn.Module network, params IEnumerable<TapPoint> points)
    {
        var modules = network.named_modules().ToDictionary(entry => entry.name, entry => entry.module, StringComparer.Ordinal);
        foreach (var point in points.Distinct())
        {
            if (!modules.TryGetValue(point.Module, out var found))
                throw new ArgumentException($"{network.GetName()} has no module \"{point.Module}\"", nameof(points));
            if (found is not torch.nn.Module<torch.Tensor, torch.Tensor> module)
                throw new ArgumentException($"module \"{point.Module}\" does not map one tensor to one tensor", nameof(points));
            var hook = point.AtInput
                ? module.register_forward_pre_hook((_, input) => Keep(point, input))
                : module.register_forward_hook((_, _, output) => Keep(point, output));
            _removeHooks.Add(hook.remove);
        }
    }

    /// <summary>What passed at a point in the last forward pass; in a module that ran more than once, the last time.</summary>
    /// <param name="point">One of the points that were given to the constructor.</param>
    /// <exception cref="InvalidOperationException">Nothing passed there since the last <see cref="Clear"/>.</exception>
    public torch.Tensor this[TapPoint point] => _features.TryGetValue(point, out var feature)
        ? feature
        : throw new InvalidOperationException($"nothing passed at {point} yet: is the point tapped, and was the network run with call?");

    /// <summary>Gives up what is kept, and with it the part of the graph that it holds in memory.</summary>
    public void Clear()
    {
        foreach (var feature in _features.Values)
            feature.Dispose();
        _features.Clear();
    }

    /// <summary>Takes the hooks away and gives up what is kept.</summary>
    public void Dispose()
    {
        foreach (var remove in _removeHooks)
            remove();
        _removeHooks.Clear();
        Clear();
    }

    // An alias, because containers dispose of what passes between their modules.
    private torch.Tensor Keep(TapPoint point, torch.Tensor value)
    {
        if (_features.Remove(point, out var old))
            old.Dispose();
        _features[point] = value.alias().DetachFromDisposeScope();
        return value;
    }
}
