using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>Divergences between the softmax distributions of two sets of logits.</summary>
public static class Divergence
{
    /// <summary>
    /// The softened Kullback-Leibler divergence of Hinton, Vinyals, Dean, "Distilling the knowledge in a neural network" (2015):
    /// <c>L = T² · (1/B) Σ_b Σ_k pᵗ_bk (log pᵗ_bk − log pˢ_bk)</c> with <c>p = softmax(z / T)</c>. The factor T² keeps the size of the gradient.
    /// </summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>; no gradient flows into them when they carry none.</param>
    /// <param name="temperature">T, positive.</param>
    /// <returns>A scalar in nats, mean over the batch; 0 when the two agree.</returns>
    public static torch.Tensor KullbackLeibler(torch.Tensor student, torch.Tensor teacher, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        var logStudent = log_softmax(student / temperature, 1);
        var logTeacher = log_softmax(teacher / temperature, 1);
        var divergence = (logTeacher.exp() * (logTeacher - logStudent)).sum(1).mean();
        return (divergence * (temperature * temperature)).MoveToOuterDisposeScope();
    }
}
