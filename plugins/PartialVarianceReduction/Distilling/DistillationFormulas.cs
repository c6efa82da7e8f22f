using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>The distillation loss and its gradient in the logits; numbers of equations are those of README.md. Classes are the last dimension everywhere.</summary>
public static class DistillationFormulas
{
    /// <summary>
    /// Eq. (E2): <c>(1 − λ) CE(b, p_x) + λ T² KL(p_θᵀ ‖ p_xᵀ)</c>, mean over the batch.
    /// </summary>
    /// <param name="student">z_x <c>[B, C]</c>.</param>
    /// <param name="teacher">z_θ <c>[B, C]</c>; no gradient is taken through them.</param>
    /// <param name="labels">Classes <c>[B]</c>, int64.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="temperature">T.</param>
    /// <returns>A scalar.</returns>
    public static torch.Tensor Loss(torch.Tensor student, torch.Tensor teacher, torch.Tensor labels, double lambda, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        var hard = cross_entropy(student, labels);
        var soft = Divergence.KullbackLeibler(student, teacher.detach(), temperature);
        return (((1 - lambda) * hard) + (lambda * soft)).MoveToOuterDisposeScope();
    }

    /// <summary>What a model predicts for its logits: the softmax p, or the logits themselves under squared error.</summary>
    /// <param name="logits">z.</param>
    /// <param name="loss">The loss of a sample.</param>
    public static torch.Tensor Predict(torch.Tensor logits, SampleLoss loss) => loss == SampleLoss.CrossEntropy ? softmax(logits, -1) : logits;

    /// <summary>
    /// Eq. (E3), (E5): the gradient of the loss in the logits against a target q: <c>p − q</c>, or <c>2(z − q)</c> under squared error.
    /// </summary>
    /// <param name="logits">z.</param>
    /// <param name="target">q; rows sum to 1.</param>
    /// <param name="loss">The loss of a sample.</param>
    public static torch.Tensor Residual(torch.Tensor logits, torch.Tensor target, SampleLoss loss = SampleLoss.CrossEntropy) =>
        loss == SampleLoss.CrossEntropy ? softmax(logits, -1).sub_(target) : Twice(logits - target);

    /// <summary>The target of the loss form: <c>q = (1 − λ) b + λ p_θ</c>, so that the residual is the gradient of (E2) at T = 1.</summary>
    /// <param name="labels">b, one-hot.</param>
    /// <param name="teacher">p_θ.</param>
    /// <param name="lambda">λ, as it broadcasts.</param>
    public static torch.Tensor MixedTarget(torch.Tensor labels, torch.Tensor teacher, torch.Tensor lambda) => ((1 - lambda) * labels) + (lambda * teacher);

    /// <summary>
    /// The target of the gradient form, Eq. (E4): <c>q = b + λ r_θ</c>, so that the residual is <c>r_x − λ r_θ</c>. For models that are linear in their
    /// parameters this is <c>∇f_ξ(x) − λ∇f_ξ(θ)</c>.
    /// </summary>
    /// <param name="labels">b, one-hot.</param>
    /// <param name="teacher">p_θ.</param>
    /// <param name="lambda">λ, as it broadcasts.</param>
    public static torch.Tensor ShiftedTarget(torch.Tensor labels, torch.Tensor teacher, torch.Tensor lambda) => labels + (lambda * (teacher - labels));

    /// <summary>Eq. (E7): the gradient of (E2) in the logits at any temperature, <c>(1 − λ) r_x + λ T (p_xᵀ − p_θᵀ)</c>.</summary>
    /// <param name="logits">z_x.</param>
    /// <param name="labels">b, one-hot.</param>
    /// <param name="softTeacher">p_θᵀ = softmax(z_θ / T).</param>
    /// <param name="lambda">λ, as it broadcasts.</param>
    /// <param name="temperature">T.</param>
    public static torch.Tensor TemperedResidual(torch.Tensor logits, torch.Tensor labels, torch.Tensor softTeacher, torch.Tensor lambda, double temperature)
    {
        using Scalar one = 1, scale = temperature;
        return (lambda.neg().add_(one) * (softmax(logits, -1) - labels)) + (lambda.mul(scale) * (softmax(logits.div(scale), -1) - softTeacher));
    }

    /// <summary>The loss of each sample against a target, <c>−Σ q log p</c> or <c>Σ (z − q)²</c>.</summary>
    /// <param name="logits">z.</param>
    /// <param name="target">q.</param>
    /// <param name="loss">The loss of a sample.</param>
    /// <returns>Without the last dimension.</returns>
    public static torch.Tensor SampleLosses(torch.Tensor logits, torch.Tensor target, SampleLoss loss)
    {
        using var scope = torch.NewDisposeScope();
        var values = loss == SampleLoss.CrossEntropy ? (log_softmax(logits, -1) * target).sum(-1).neg_() : (logits - target).square().sum(-1);
        return values.MoveToOuterDisposeScope();
    }

    private static torch.Tensor Twice(torch.Tensor difference)
    {
        using Scalar two = 2; // an implicit one may be finalised while the native call runs
        return difference.mul_(two);
    }
}
