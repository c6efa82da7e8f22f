using System.Text;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models.Reference;

/// <summary>The weights, inputs and probes of the reference runs, made by formula: see <c>shared/models/README.md</c>.</summary>
internal static class ReferenceNumbers
{
    /// <summary>Gives all parameters and buffers of a network the values of the reference run.</summary>
    public static void Fill(torch.nn.Module network, ReferenceModel reference)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var state = network.state_dict();
        foreach (var tensor in reference.StateDict)
            state[tensor.Name].copy_(Values(tensor, reference.FillGain!.Value));
    }

    /// <summary>A batch of images, <c>[B, C, H, W]</c> float32.</summary>
    public static torch.Tensor Input(long[] shape)
    {
        var (channels, height, width) = (shape[1], shape[2], shape[3]);
        var seed = Seed("input");
        var values = new float[shape.Aggregate((a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
        {
            var (w, h, c, n) = (i % width, i / width % height, i / (width * height) % channels, i / (width * height * channels));
            values[i] = (float)((0.5 * Uniform(seed, i)) + ((((h * (n + 1)) + (w * (c + 1)) + (5 * n) + (3 * c)) % 16 / 8.0) - 1.0));
        }

        return torch.tensor(values, shape);
    }

    /// <summary>The vector that a feature map is multiplied with, float64.</summary>
    public static torch.Tensor Probe(long elements)
    {
        var seed = Seed("probe");
        var values = new double[elements];
        for (var i = 0; i < values.Length; i++)
            values[i] = Uniform(seed, i);
        return torch.tensor(values);
    }

    /// <summary>FNV-1a of the UTF-8 name.</summary>
    public static uint Seed(string name) => Encoding.UTF8.GetBytes(name).Aggregate(2166136261u, (hash, value) => unchecked((hash ^ value) * 16777619u));

    /// <summary>A number in [-1, 1) from seed and position.</summary>
    public static double Uniform(uint seed, int position)
    {
        unchecked
        {
            var x = seed + ((uint)position * 2654435769u);
            x = (x ^ (x >> 16)) * 2246822507u;
            x = (x ^ (x >> 13)) * 3266489909u;
            return ((x ^ (x >> 16)) / 2147483648.0) - 1.0;
        }
    }

    private static torch.Tensor Values(ReferenceTensor tensor, double gain)
    {
        if (tensor.Kind == "num_batches_tracked")
            return torch.zeros(tensor.Shape, torch.int64);
        var fanIn = tensor.Shape.Skip(1).Aggregate(1L, (a, b) => a * b);
        var (offset, factor, absolute) = tensor.Kind switch
        {
            "weight" => (0.0, gain * Math.Sqrt(6.0 / fanIn), false),
            "scale" => (1.0, 0.1, false),
            "bias" or "running_mean" => (0.0, 0.1, false),
            "running_var" => (1.0, 0.1, true),
            "token" => (0.0, 0.5, false),
            _ => throw new InvalidDataException($"unknown kind {tensor.Kind}"),
        };
        var seed = Seed(tensor.Name);
        var values = new float[fanIn * tensor.Shape[0]];
        for (var i = 0; i < values.Length; i++)
        {
            var u = Uniform(seed, i);
            values[i] = (float)(offset + (factor * (absolute ? Math.Abs(u) : u)));
        }

        return torch.tensor(values, tensor.Shape);
    }
}
