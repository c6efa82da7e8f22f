using TorchSharp;
using TorchSharp.Modules;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>
/// The trainable parameters of a network laid out one behind the other in one vector, and their gradients in another. The network's own
/// parameters become views of it, so that an optimizer updates all of them with a handful of operations instead of a handful a layer.
/// Make it after the network was moved to its device; a later move would tear the views apart.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    // 64 bytes: kernels are fastest when a parameter begins at a cache line, as it does when it stands alone.
    private const int Alignment = 16;

    /// <summary>Lays out the parameters that require gradients.</summary>
    /// <param name="module">The network.</param>
    /// <exception cref="ArgumentException">It has no trainable parameter, or parameters of several types or devices.</exception>
    public FlatParameters(torch.nn.Module module)
    {
        var parameters = module.named_parameters().Where(pair => pair.parameter.requires_grad).ToList();
        if (parameters.Count == 0)
            throw new ArgumentException("the network has no trainable parameter", nameof(module));
        var (type, device) = (parameters[0].parameter.dtype, parameters[0].parameter.device);
        if (parameters.Any(pair => pair.parameter.dtype != type || pair.parameter.device.ToString() != device.ToString()))
            throw new ArgumentException("the network's parameters are of several types or on several devices", nameof(module));

        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var segments = new List<Segment>();
        foreach (var (name, parameter) in parameters)
        {
            var start = segments.Count == 0 ? 0 : (segments[^1].Offset + segments[^1].Count + Alignment - 1) / Alignment * Alignment;
            segments.Add(new Segment(name, start, parameter.numel(), IsMatrix: parameter.Dimensions > 1));
        }

        Segments = segments;
        var length = segments[^1].Offset + segments[^1].Count;
        Values = torch.zeros(length, type, device).DetachFromDisposeScope();
        Gradients = torch.zeros(length, type, device).DetachFromDisposeScope();
        foreach (var (segment, (_, parameter)) in segments.Zip(parameters))
            Adopt(parameter, segment);
    }

    /// <summary>All parameters, as one vector.</summary>
    public torch.Tensor Values { get; }

    /// <summary>All gradients, as one vector; <c>backward</c> adds to it.</summary>
    public torch.Tensor Gradients { get; }

    /// <summary>Where each parameter stands in the vectors.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }

    private void Adopt(Parameter parameter, Segment segment)
    {
        var isChannelsLast = parameter.Dimensions == 4 && !parameter.is_contiguous();
        torch.Tensor Place(torch.Tensor flat)
        {
            var (part, shape) = (flat.narrow(0, segment.Offset, segment.Count), parameter.shape);
            return isChannelsLast ? part.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2) : part.view(shape);
        }

        var place = Place(Values);
        place.copy_(parameter);
        parameter.set_(place);
        parameter.grad = Place(Gradients);
    }
}

/// <summary>The place of one parameter in a <see cref="FlatParameters"/>.</summary>
/// <param name="Name">Its path in the network.</param>
/// <param name="Offset">Index of its first element.</param>
/// <param name="Count">Number of its elements.</param>
/// <param name="IsMatrix">Whether it has two or more dimensions, unlike biases and the scales of normalisations.</param>
public sealed record Segment(string Name, long Offset, long Count, bool IsMatrix);
