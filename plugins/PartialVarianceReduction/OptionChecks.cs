using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Sdk.Faults;

namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>Combinations of options that mean nothing, and what the iterations stand for.</summary>
internal static class OptionChecks
{
    /// <summary>The options with what an iteration implies: SVRG is the gradient form with the full gradient, a baseline has no teacher.</summary>
    /// <param name="options">As declared.</param>
    public static PartialVarianceReductionOptions Resolved(this PartialVarianceReductionOptions options) => options.Iteration switch
    {
        Iteration.Sgd => options with { Distillation = DistillationForm.None },
        Iteration.FullGradient => options with { Distillation = DistillationForm.None, BatchSize = int.MaxValue },
        Iteration.Svrg or Iteration.Lsvrg => options with { Distillation = DistillationForm.Gradient, Unbiased = true },
        Iteration.RepeatedDistillation => options with { Distillation = DistillationForm.Loss },
        _ => options,
    };

    /// <summary>Whether a teacher is made before the run begins.</summary>
    /// <param name="options">Resolved options.</param>
    public static bool HasFixedTeacher(this PartialVarianceReductionOptions options) => options.Iteration == Iteration.Kd && options.Distillation != DistillationForm.None;

    /// <summary>What is wrong.</summary>
    /// <param name="declared">As declared.</param>
    public static IEnumerable<Fault> Check(PartialVarianceReductionOptions declared)
    {
        var options = declared.Resolved();
        var isNetwork = options.Depth > 1 || options.Network is not null;
        if (options.Temperature != 1 && options.Distillation == DistillationForm.Gradient)
            yield return Problem("the gradient form has no temperature", "temperature", options.Temperature, "1: the identity of Eq. (E4) holds there alone", "set it to 1, or \"distillation\": \"loss\"");
        if (options.Temperature != 1 && options.Loss == SampleLoss.SquaredError)
            yield return Problem("squared error has no temperature", "temperature", options.Temperature, "1", "set it to 1");
        if (declared.Unbiased && options.Distillation == DistillationForm.None)
            yield return Problem("there is no teacher whose full gradient could be added", "unbiased", "true", "false, or an iteration with a teacher", "set \"iteration\": \"kd\" and a distillation form, or remove unbiased");
        if (options.Iteration is Iteration.Svrg or Iteration.Lsvrg && (options.Lambda.Any(lambda => lambda.Value != 1) || options.LambdaSchedule != LambdaSchedule.Constant))
            yield return Problem("variance reduction is full at λ = 1 alone", "lambda", options.Lambda, "1 without a schedule", "set \"lambda\": 1, or \"iteration\": \"moving-teacher\" for another λ");
        if (options.Lambda.Any(lambda => lambda.Estimator is not null) && (!options.HasFixedTeacher() || options.LambdaSchedule != LambdaSchedule.Constant))
            yield return Problem("λ is estimated for a teacher that stands still and without a schedule", "lambda", options.Lambda, "a number", "give λ as a number, or \"iteration\": \"kd\" with a constant schedule");
        if (options.LambdaSchedule != LambdaSchedule.Constant && options.Distillation != DistillationForm.Gradient)
            yield return Problem("λ has a schedule in the gradient form only", "lambdaSchedule", options.LambdaSchedule, "constant", "set \"distillation\": \"gradient\"");
        if (options.Teacher.Kind == TeacherKind.Checkpoint && options.Teacher.Checkpoint is null && options.HasFixedTeacher())
            yield return Problem("the teacher's file is not named", "teacher.checkpoint", "null", "a name or a path", "name the file");
        if (options.Teacher.Kind == TeacherKind.Lbfgs && isNetwork && options.HasFixedTeacher())
            yield return Problem("L-BFGS finds teachers for linear models only", "teacher.kind", "lbfgs", "sgd, checkpoint, random or student-snapshot", "set \"teacher.kind\": \"sgd\"");
        if (options.Teacher.Network is { } other && other != options.Network && options.Distillation == DistillationForm.Gradient)
            yield return Problem("the gradient form needs a teacher of the student's architecture", "teacher.network", other, options.Network ?? "null", "name the student's architecture, or set \"distillation\": \"loss\"");
        if (options.Network is not null && (options.Replicates > 1 || options.Lambda.Count > 1))
            yield return Problem("a network of the catalogue runs one λ and one sample order a trial", options.Replicates > 1 ? "replicates" : "lambda", options.Replicates > 1 ? options.Replicates : options.Lambda, "one", "make it an axis of the grid");
        if (options.Network is not null && options.Compression is CompressionKind.MaskTopk or CompressionKind.MaskRandom && options.Teacher.Masked && options.Teacher.Kind is TeacherKind.Checkpoint or TeacherKind.Random)
            yield return Problem("a teacher from elsewhere obeys no mask", "teacher.masked", "true", "false", "remove it");
    }

    /// <summary>What is allowed but leaves the theory.</summary>
    /// <param name="options">Resolved options.</param>
    /// <param name="lambda">λ of each run.</param>
    public static IEnumerable<string> Warnings(PartialVarianceReductionOptions options, IReadOnlyList<double> lambda)
    {
        if (options.Distillation != DistillationForm.None && lambda.Any(one => one is < 0 or > 1))
            yield return $"λ = {string.Join(", ", lambda)} leaves [0, 1]";
        if (options.Momentum > 0)
            yield return "the theory knows no momentum";
        if (options.Temperature != 1)
            yield return "at T ≠ 1 the gradient of distillation is not ∇f(x) − λ∇f(θ), Eq. (E7)";
    }

    private static Fault Problem(string problem, string key, object found, string expected, string fix) =>
        new(problem) { Key = key, Found = FormattableString.Invariant($"{found}"), Expected = expected, Fix = fix };
}
