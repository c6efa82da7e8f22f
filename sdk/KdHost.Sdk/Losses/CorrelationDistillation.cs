using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Losses;

/// <summary>
/// DIST: Pearson correlation between the probabilities of student and teacher, over the classes of an image and over the images of a class.
/// Huang, You, Wang, Qian, Xu, "Knowledge distillation from a stronger teacher", NeurIPS 2022, Eqs. (6) to (10).
/// </summary>
/// <remarks>
/// <c>ρ(a, b) = Σ (a − ā)(b − b̄) / (‖a − ā‖ ‖b − b̄‖ + 1e-8)</c>, as in the authors' code. The correlation over the batch depends on the
/// batch's size and on which classes are in it. A constant row has ρ = 0.
/// </remarks>
public static class CorrelationDistillation
{
    private const double Epsilon = 1e-8;

    /// <summary>The whole loss: <c>β inter + γ intra</c>.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <param name="beta">β, weight of the relation between classes, at least 0.</param>
    /// <param name="gamma">γ, weight of the relation between images, at least 0.</param>
    /// <param name="temperature">τ, positive.</param>
    /// <returns>A scalar, 0 when student and teacher agree.</returns>
    public static Tensor Loss(Tensor student, Tensor teacher, double beta, double gamma, double temperature)
    {
        using var scope = NewDisposeScope();
        var inter = InterClass(student, teacher, temperature);
        var intra = IntraClass(student, teacher, temperature);
        return ((inter * beta) + (intra * gamma)).MoveToOuterDisposeScope();
    }

    /// <summary>Over the classes of each image: <c>τ² (1 − mean_b ρ(pˢ_b, pᵗ_b))</c>.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <param name="temperature">τ, positive.</param>
    /// <returns>A scalar between 0 and 2τ².</returns>
    public static Tensor InterClass(Tensor student, Tensor teacher, double temperature)
    {
        using var scope = NewDisposeScope();
        var correlation = Pearson(softmax(student / temperature, 1), softmax(teacher / temperature, 1), 1);
        return ((1 - correlation.mean()) * (temperature * temperature)).MoveToOuterDisposeScope();
    }

    /// <summary>Over the images of the batch, for each class: <c>τ² (1 − mean_k ρ(pˢ_·k, pᵗ_·k))</c>.</summary>
    /// <param name="student">Student logits zˢ <c>[B, K]</c>.</param>
    /// <param name="teacher">Teacher logits zᵗ <c>[B, K]</c>.</param>
    /// <param name="temperature">τ, positive.</param>
    /// <returns>A scalar between 0 and 2τ².</returns>
    public static Tensor IntraClass(Tensor student, Tensor teacher, double temperature)
    {
        using var scope = NewDisposeScope();
        var correlation = Pearson(softmax(student / temperature, 1), softmax(teacher / temperature, 1), 0);
        return ((1 - correlation.mean()) * (temperature * temperature)).MoveToOuterDisposeScope();
    }

    private static Tensor Pearson(Tensor a, Tensor b, int dimension)
    {
        var (x, y) = (a - a.mean([dimension], keepdim: true), b - b.mean([dimension], keepdim: true));
        return (x * y).sum(dimension) / ((x.norm(dimension) * y.norm(dimension)) + Epsilon);
    }
}
