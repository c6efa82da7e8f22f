using KdHost.Sdk.Losses;
using KdHost.Testing;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Tests.Conformance;

/// <summary>Every check of the kit catches a method that is broken in its way, and names the fix; a sound method passes.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void A_sound_method_passes_every_check()
    {
        using var kit = new BrokenKit(Defect.None, (student, teacher, labels) => cross_entropy(student, labels) + Divergence.KullbackLeibler(student, teacher.detach(), 4), new GoldenVector("one", () => 1, 1));
        kit.The_method_is_exported_with_name_title_and_paper();
        kit.Defaults_are_valid();
        kit.The_gradient_reaches_the_student_alone();
        kit.The_loss_is_finite_at_extreme_logits();
        kit.The_loss_is_independent_of_the_batch_split();
        kit.The_loss_is_the_same_in_both_precisions();
        kit.Golden_vectors_are_met();
        kit.The_same_seed_gives_the_same_numbers();
        kit.Another_seed_gives_other_numbers();
        kit.The_teacher_stays_frozen();
        kit.A_stopped_trial_resumes_to_the_same_numbers();
        kit.No_tensor_is_leaked();
    }

    [Theory]
    [InlineData(Defect.Clock, nameof(BrokenKit.The_same_seed_gives_the_same_numbers), "derive every draw from trial.Seed")]
    [InlineData(Defect.Silent, nameof(BrokenKit.The_same_seed_gives_the_same_numbers), "trial.Metrics.Log")]
    [InlineData(Defect.NoSeed, nameof(BrokenKit.Another_seed_gives_other_numbers), "use trial.Seed for initial weights")]
    [InlineData(Defect.TeacherInTraining, nameof(BrokenKit.The_teacher_stays_frozen), "evaluation mode")]
    [InlineData(Defect.TeacherLearns, nameof(BrokenKit.The_teacher_stays_frozen), "out of the optimizer")]
    [InlineData(Defect.ForgetsMomentum, nameof(BrokenKit.A_stopped_trial_resumes_to_the_same_numbers), "optimizer")]
    [InlineData(Defect.NoCheckpoint, nameof(BrokenKit.A_stopped_trial_resumes_to_the_same_numbers), "trial.Checkpoints.Due")]
    [InlineData(Defect.NeverStops, nameof(BrokenKit.A_stopped_trial_resumes_to_the_same_numbers), "trial.Cancellation")]
    [InlineData(Defect.Leaks, nameof(BrokenKit.No_tensor_is_leaked), "NewDisposeScope")]
    public void A_broken_training_is_caught(Defect defect, string check, string fix)
    {
        using var kit = new BrokenKit(defect);
        MustFail(kit, check, fix);
    }

    [Fact]
    public void A_loss_without_gradient_to_the_student_is_caught() => MustFail(
        (student, teacher, labels) => mse_loss(student.detach(), teacher), nameof(BrokenKit.The_gradient_reaches_the_student_alone), "without detach()");

    [Fact]
    public void A_loss_that_moves_the_teacher_is_caught() => MustFail(
        (student, teacher, labels) => mse_loss(student, teacher), nameof(BrokenKit.The_gradient_reaches_the_student_alone), "Teachers.Logits");

    [Fact]
    public void A_loss_that_is_no_scalar_is_caught() => MustFail(
        (student, teacher, labels) => (student - teacher.detach()).pow(2), nameof(BrokenKit.The_gradient_reaches_the_student_alone), "return a scalar");

    [Fact]
    public void A_loss_that_overflows_is_caught() => MustFail(
        (student, teacher, labels) => -(softmax(teacher, 1) * softmax(student, 1).log()).sum(1).mean(), nameof(BrokenKit.The_loss_is_finite_at_extreme_logits), "log_softmax");

    [Fact]
    public void A_loss_that_sums_over_the_batch_is_caught() => MustFail(
        (student, teacher, labels) => cross_entropy(student, labels, reduction: torch.nn.Reduction.Sum), nameof(BrokenKit.The_loss_is_independent_of_the_batch_split), "LossIsMeanOverBatch");

    [Fact]
    public void A_loss_in_a_precision_of_its_own_is_caught() => MustFail(
        (student, teacher, labels) => cross_entropy(student.to(torch.ScalarType.Float64), labels), nameof(BrokenKit.The_loss_is_the_same_in_both_precisions), "type and device of the logits");

    [Fact]
    public void A_wrong_formula_is_caught()
    {
        using var kit = new BrokenKit(Defect.None, null, new GoldenVector("Eq. (7)", () => 0.5, 0.25));
        MustFail(kit, nameof(kit.Golden_vectors_are_met), "Eq. (7): 0.5 instead of 0.25");
    }

    [Fact]
    public void Wrong_options_and_names_are_caught()
    {
        using (var kit = new OptionsKit<NamelessMethod, WrongOptions>())
        {
            MustFail(kit, nameof(kit.The_method_is_exported_with_name_title_and_paper), "write [Method(");
            MustFail(kit, nameof(kit.Defaults_are_valid), "change the default or the attribute");
        }

        using (var kit = new OptionsKit<MisspeltMethod, MisspeltOptions>())
        {
            MustFail(kit, nameof(kit.The_method_is_exported_with_name_title_and_paper), "lower case");
            MustFail(kit, nameof(kit.Defaults_are_valid), "did you mean \"resnet8x4\"");
        }

        using (var kit = new OptionsKit<ChangeableMethod, ChangeableOptions>())
            MustFail(kit, nameof(kit.Defaults_are_valid), "write { get; init; }");
    }

    private static void MustFail(DistillationLoss loss, string check, string fix)
    {
        using var kit = new BrokenKit(Defect.None, loss);
        MustFail(kit, check, fix);
    }

    private static void MustFail(object kit, string check, string fix)
    {
        var error = Assert.Throws<System.Reflection.TargetInvocationException>(() => kit.GetType().GetMethod(check)!.Invoke(kit, null)).InnerException;
        Assert.IsType<Xunit.Sdk.FailException>(error);
        Assert.Contains("fix: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(fix, error.Message, StringComparison.Ordinal);
    }
}
