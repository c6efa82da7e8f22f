using KdHost.Sdk.Data;
using KdHost.Sdk.Losses;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.VanillaKd;

/// <summary>
/// <para>
/// Z. Hao, J. Guo, K. Han, H. Hu, C. Xu, Y. Wang, "Revisit the Power of Vanilla Knowledge Distillation: from Small Scale to Large Scale",
/// NeurIPS 2023, https://arxiv.org/abs/2305.15781. The method is the logit distillation of G. Hinton, O. Vinyals, J. Dean (2015).
/// </para>
/// <para>With student logits zˢ and teacher logits zᵗ of the same image x with label y:</para>
/// <code>
/// L      = w_hard · L_hard + w_soft · L_soft                                   (1)
/// L_hard = −(1/B) Σ_b log softmax(zˢ_b)_{y_b}                                  (2)
/// L_soft = T² · (1/B) Σ_b Σ_k pᵗ_bk (log pᵗ_bk − log pˢ_bk),  p = softmax(z/T) (4)
/// </code>
/// <list type="table">
/// <item><term>w_hard</term><description><see cref="VanillaKdOptions.HardWeight"/>, 1 in the authors' code, ½ in the paper</description></item>
/// <item><term>w_soft</term><description><see cref="VanillaKdOptions.SoftWeight"/>, 1 in the authors' code, ½ in the paper</description></item>
/// <item><term>T</term><description><see cref="VanillaKdOptions.Temperature"/>, 1 in the authors' code</description></item>
/// </list>
/// <para>
/// Without a teacher (<see cref="Distillation.None"/>) the loss is (2) alone with weight 1: the student under the same recipe, not one that
/// learns from weakened labels.
/// </para>
/// <para>
/// Deviations: see README.md beside this file. Expected result: with 100 labelled images of digits a small perceptron gains two to three
/// points of accuracy from a convolutional teacher (experiments/quickstart.json).
/// </para>
/// </summary>
[Method("vanilla-kd", Title = "Vanilla knowledge distillation", Paper = "Hao et al., Revisit the Power of Vanilla Knowledge Distillation, NeurIPS 2023")]
public sealed class VanillaKdMethod : Method<VanillaKdOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<VanillaKdOptions> trial)
    {
        var options = trial.Options;
        var data = ImageData.Load(options.Dataset, trial.Data);
        using var teacher = options.Distillation == Distillation.None ? null : Teachers.Get(trial, options.Teacher, data);
        using var student = ModelCatalog.Create(options.Student, data.Source.Shape, data.Source.Classes, trial.Seed);
        student.to(trial.Device);
        if (teacher is not null)
            trial.Metrics.Log("teacher/test_accuracy", Evaluation.Of(teacher, data.Test.Images, data.Source, trial.Device).Accuracy, options.Epochs);

        Fit.Of(trial, student, data.WithTrainingFraction(options.TrainFraction), options.Recipe).Run(batch =>
        {
            var studentLogits = student.call(batch.Images);
            return teacher is null ? cross_entropy(studentLogits, batch.Labels) : Loss(studentLogits, Teachers.Logits(teacher, batch), batch.Labels, options);
        });
        Students.Save(trial, student, options.Student, data);
    }

    /// <summary>Eq. (1).</summary>
    /// <param name="studentLogits">zˢ <c>[B, K]</c>.</param>
    /// <param name="teacherLogits">zᵗ <c>[B, K]</c>; no gradient is taken through them.</param>
    /// <param name="labels">y <c>[B]</c>.</param>
    /// <param name="options">Weights and temperature.</param>
    /// <returns>L, a scalar: the mean over the batch.</returns>
    public static torch.Tensor Loss(torch.Tensor studentLogits, torch.Tensor teacherLogits, torch.Tensor labels, VanillaKdOptions options)
    {
        var hard = cross_entropy(studentLogits, labels); // Eq. (2)
        var soft = Divergence.KullbackLeibler(studentLogits, teacherLogits.detach(), options.Temperature); // Eq. (4)
        return (options.HardWeight * hard) + (options.SoftWeight * soft);
    }
}
