using TorchSharp;

namespace KdHost.Testing.Conformance;

/// <summary>Checks of a loss as a function of logits.</summary>
internal static class LossChecks
{
    private const int Batch = 8, Classes = 10;
    private const double SplitTolerance = 1e-9;

    /// <summary>The loss moves the student and leaves the teacher alone.</summary>
    public static void GradientReachesTheStudentAlone(DistillationLoss loss)
    {
        using var scope = torch.NewDisposeScope();
        var (student, teacher, labels) = Logits(torch.ScalarType.Float64, scale: 1);
        student.requires_grad = teacher.requires_grad = true;
        var value = loss(student, teacher, labels);
        Nonconformance.Unless(value.numel() == 1, $"the loss has shape [{string.Join(", ", value.shape)}]", "return a scalar: the mean over the batch");
        Nonconformance.Unless(value.requires_grad, "the loss does not depend on the student's logits", "compute it from the student's logits without detach() and outside of no_grad()");
        value.backward();
        Nonconformance.Unless(IsThere(student.grad), "no gradient reaches the student's logits", "compute the loss from the student's logits without detach()");
        Nonconformance.Unless(!IsThere(teacher.grad), "a gradient reaches the teacher's logits", "detach() the teacher's logits, or compute them under no_grad(), as Teachers.Logits does");
    }

    /// <summary>The loss and its gradient are finite for logits of ±10⁴ in single precision.</summary>
    public static void FiniteAtExtremeLogits(DistillationLoss loss)
    {
        foreach (var (studentScale, teacherScale) in new[] { (1e4, 1e4), (1e4, -1e4), (1e4, 1), (1, 1e4), (0, 1e4), (1e4, 0.0) })
        {
            using var scope = torch.NewDisposeScope();
            var (student, _, labels) = Logits(torch.ScalarType.Float32, studentScale);
            var (_, teacher, _) = Logits(torch.ScalarType.Float32, teacherScale);
            student.requires_grad = true;
            var value = loss(student, teacher, labels);
            value.backward();
            Nonconformance.Unless(
                double.IsFinite(value.to(torch.ScalarType.Float64).item<double>()) && IsFinite(student.grad),
                $"with student logits around ±{studentScale} and teacher logits around ±{Math.Abs(teacherScale)} the loss is {value.item<float>()} and its gradient is {(IsFinite(student.grad) ? "finite" : "not finite")}",
                "work with log_softmax instead of the logarithm of a softmax, and clamp what is divided by; Divergence.KullbackLeibler does so");
        }
    }

    /// <summary>The loss of a batch is the mean of the losses of its halves.</summary>
    public static void IndependentOfTheBatchSplit(DistillationLoss loss)
    {
        using var scope = torch.NewDisposeScope();
        var (student, teacher, labels) = Logits(torch.ScalarType.Float64, scale: 2);
        var whole = loss(student, teacher, labels).item<double>();
        var halves = new[] { 0, Batch / 2 }.Average(start =>
            loss(student.narrow(0, start, Batch / 2), teacher.narrow(0, start, Batch / 2), labels.narrow(0, start, Batch / 2)).item<double>());
        Nonconformance.Unless(
            Math.Abs(whole - halves) <= SplitTolerance * Math.Max(1, Math.Abs(whole)),
            $"the loss of {Batch} images is {whole:r}, but the mean over its halves is {halves:r}",
            "take the mean over the batch, not the sum, and over the batch alone, not over classes as well; where images are compared with each other, override LossIsMeanOverBatch to return false");
    }

    /// <summary>Double and single precision agree, so that no constant is lost to rounding.</summary>
    public static void SameInBothPrecisions(DistillationLoss loss)
    {
        using var scope = torch.NewDisposeScope();
        var (student, teacher, labels) = Logits(torch.ScalarType.Float64, scale: 2);
        var precise = loss(student, teacher, labels).item<double>();
        var single = loss(student.to(torch.ScalarType.Float32), teacher.to(torch.ScalarType.Float32), labels);
        Nonconformance.Unless(
            single.dtype == torch.ScalarType.Float32 && Math.Abs(single.item<float>() - precise) <= 1e-4 * Math.Max(1, Math.Abs(precise)),
            $"the loss is {precise:r} in double precision and {single.to(torch.ScalarType.Float64).item<double>():r} of type {single.dtype} in single precision",
            "make constants with the type and device of the logits, and avoid differences of nearly equal large numbers");
    }

    private static bool IsThere(torch.Tensor? gradient) => gradient is not null && gradient.abs().max().item<double>() > 0;

    private static bool IsFinite(torch.Tensor? gradient) => gradient is not null && gradient.isfinite().all().item<bool>();

    // Fixed numbers without a generator: every class is the label of some image, and no logit is at a tie.
    private static (torch.Tensor Student, torch.Tensor Teacher, torch.Tensor Labels) Logits(torch.ScalarType type, double scale)
    {
        var student = Enumerable.Range(0, Batch * Classes).Select(i => scale * Math.Sin(1 + (1.7 * i))).ToArray();
        var teacher = Enumerable.Range(0, Batch * Classes).Select(i => scale * Math.Cos(2 + (2.3 * i))).ToArray();
        var labels = Enumerable.Range(0, Batch).Select(i => (long)(i * 3 % Classes)).ToArray();
        return (torch.tensor(student, [Batch, Classes]).to(type), torch.tensor(teacher, [Batch, Classes]).to(type), torch.tensor(labels));
    }
}
