using TorchSharp;

namespace KdHost.Testing;

/// <summary>The loss of a method on one batch.</summary>
/// <param name="studentLogits">Logits of the student <c>[B, K]</c>.</param>
/// <param name="teacherLogits">Logits of the teacher <c>[B, K]</c> for the same images.</param>
/// <param name="labels">Classes <c>[B]</c>, int64.</param>
/// <returns>A scalar.</returns>
public delegate torch.Tensor DistillationLoss(torch.Tensor studentLogits, torch.Tensor teacherLogits, torch.Tensor labels);
