using System.IO.Hashing;
using TorchSharp;

namespace KdHost.Sdk.Models;

/// <summary>
/// Watches models that were frozen with <see cref="Classifier.Freeze"/> on this thread: what changes although it must not. For tests; nothing
/// is watched, and nothing is paid, unless somebody asks.
/// </summary>
public sealed class FrozenModels : IDisposable
{
    [ThreadStatic]
    private static FrozenModels? _watch;

    private readonly Dictionary<Classifier, Dictionary<string, ulong>> _models = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _changes = [];

    private FrozenModels()
    {
    }

    /// <summary>What changed, in words; empty when all frozen models are as they were.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>Begins to watch the models that are frozen on this thread from now on.</summary>
    public static FrozenModels Watch() => _watch = new FrozenModels();

    /// <summary>Looks at the models that are still alive; others were looked at when they were disposed.</summary>
    public void CheckLiving()
    {
        foreach (var model in _models.Keys.ToList())
            Check(model);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_watch == this)
            _watch = null;
    }

    internal static void Frozen(Classifier model)
    {
        if (_watch is { } watch)
            watch._models[model] = Digests(model);
    }

    internal static void Leaving(Classifier model) => _watch?.Check(model);

    private void Check(Classifier model)
    {
        if (!_models.Remove(model, out var before))
            return;
        if (model.training)
            _changes.Add($"{model.GetName()} is in training mode");
        foreach (var (name, digest) in Digests(model))
        {
            if (before[name] != digest)
                _changes.Add($"{name} of {model.GetName()}");
        }
    }

    private static Dictionary<string, ulong> Digests(Classifier model)
    {
        using var scope = torch.NewDisposeScope();
        return model.state_dict().ToDictionary(pair => pair.Key, pair => XxHash64.HashToUInt64(pair.Value.detach().cpu().contiguous().bytes));
    }
}
