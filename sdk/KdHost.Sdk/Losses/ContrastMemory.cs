using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// The memory of CRD: a unit vector a training image for student and teacher, against which noise-contrastive estimation scores a batch.
/// Tian, Krishnan, Isola, "Contrastive representation distillation", ICLR 2020, Eqs. (17) and (18).
/// </summary>
/// <remarks>
/// <c>oˢ_k = exp(Mᵗ[c_k]·vˢ/τ)/Zˢ</c> and the mirror image for the teacher; Z is N times the mean of the first batch's values, and stays.
/// <c>h = −(1/B) [Σ_b log(o_b0/(o_b0 + K/N + 1e-7)) + Σ_{b,k≥1} log((K/N)/(o_bk + K/N + 1e-7))]</c>, <c>L = h(oˢ) + h(oᵗ)</c>.
/// Memory and Z are buffers: they belong in a checkpoint.
/// </remarks>
public sealed class ContrastMemory : Module
{
    private const double Epsilon = 1e-7;

    private readonly long _images;
    private readonly double _temperature, _momentum;

    /// <summary>Makes a memory of random vectors, <c>U(−s, s)</c> with <c>s = 1/√(width/3)</c>.</summary>
    /// <param name="images">N, the number of training images.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="temperature">τ, positive.</param>
    /// <param name="momentum">Share of the old vector in an update, from 0 to 1.</param>
    /// <param name="generator">Draws the vectors; null for the global one.</param>
    public ContrastMemory(long images, long width = 128, double temperature = 0.07, double momentum = 0.5, Generator? generator = null)
        : base(nameof(ContrastMemory))
    {
        (_images, _temperature, _momentum) = (images, temperature, momentum);
        var bound = 1 / Math.Sqrt(width / 3.0);
        register_buffer("memory_s", (rand([images, width], generator: generator) - 0.5) * (2 * bound));
        register_buffer("memory_t", (rand([images, width], generator: generator) - 0.5) * (2 * bound));
        register_buffer("z_s", zeros(1));
        register_buffer("z_t", zeros(1));
    }

    /// <summary>The loss of a batch; the first one sets Z.</summary>
    /// <param name="student">vˢ <c>[B, width]</c>, rows of norm 1.</param>
    /// <param name="teacher">vᵗ <c>[B, width]</c>, rows of norm 1.</param>
    /// <param name="contrast">c <c>[B, 1 + K]</c>, int64: the image itself, then K of other classes.</param>
    /// <returns>A scalar in nats, mean over the batch.</returns>
    public Tensor Loss(Tensor student, Tensor teacher, Tensor contrast)
    {
        using var scope = NewDisposeScope();
        return (Score(student, "memory_t", "z_s", contrast) + Score(teacher, "memory_s", "z_t", contrast)).MoveToOuterDisposeScope();
    }

    /// <summary>Moves the vectors of a batch's images towards the batch's: <c>M[i] ← normalise(m M[i] + (1 − m) v)</c>. Call after the loss.</summary>
    /// <param name="student">vˢ <c>[B, width]</c>.</param>
    /// <param name="teacher">vᵗ <c>[B, width]</c>.</param>
    /// <param name="index">The images <c>[B]</c>, int64, all different.</param>
    public void Update(Tensor student, Tensor teacher, Tensor index)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, vectors) in new[] { ("memory_s", student), ("memory_t", teacher) })
        {
            var memory = get_buffer(name)!;
            var mixed = (memory.index_select(0, index) * _momentum) + (vectors.detach() * (1 - _momentum));
            memory.index_copy_(0, index, functional.normalize(mixed, 2, 1));
        }
    }

    private Tensor Score(Tensor vectors, string memory, string partition, Tensor contrast)
    {
        var (batch, size) = (contrast.shape[0], contrast.shape[1]);
        var others = get_buffer(memory)!.index_select(0, contrast.view(-1)).view(batch, size, -1);
        var values = (others.bmm(vectors.unsqueeze(2)).squeeze(2) / _temperature).exp();
        var z = get_buffer(partition)!;
        if (z.ToDouble() == 0)
        {
            using var noGradient = no_grad();
            z.copy_(values.mean() * _images);
        }

        var noise = (size - 1) / (double)_images;
        var o = values / z;
        var self = o.narrow(1, 0, 1);
        var rest = o.narrow(1, 1, size - 1);
        var logs = (self / (self + noise + Epsilon)).log().sum() + (noise / (rest + noise + Epsilon)).log().sum();
        return -logs / batch;
    }
}
