using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Measuring;

/// <summary>Looks at all runs of a stack at once: everything by its label, on the whole training set, never the running loss of the epoch.</summary>
/// <param name="data">The data.</param>
/// <param name="options">Loss, weight decay, batch size.</param>
/// <param name="optimum">f*; null where it is not known.</param>
public sealed class Evaluator(StudyData data, PartialVarianceReductionOptions options, double? optimum)
{
    private const int Chunk = 10_000;

    /// <summary>Every metric of every run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isEpochEnd">Whether the gradient variance is worked out as well.</param>
    /// <returns>For each metric one number a run, sample order by sample order.</returns>
    public Dictionary<string, double[]> At(DistillationRun run, bool isEpochEnd)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var student = run.Student;
        var training = Look(run, data.Training);
        var test = Look(run, data.Test);
        var objective = training.Loss + (DecayedNorm(student.Parameters) * (options.WeightDecay / 2));
        var metrics = new Dictionary<string, torch.Tensor>
        {
            [MetricNames.TrainLoss] = training.Loss,
            [MetricNames.TrainObjective] = objective,
            ["train/accuracy"] = training.Accuracy,
            ["test/loss"] = test.Loss,
            [MetricNames.TestAccuracy] = test.Accuracy,
        };
        if (data.Validation is { } apart)
            metrics["validation/accuracy"] = Look(run, apart).Accuracy;
        if (optimum is { } minimum)
            metrics[MetricNames.Excess] = objective - minimum;
        if (run.Teacher is { } teacher)
        {
            metrics["train/teacher_cross_entropy"] = training.TeacherLoss!;
            metrics["test/teacher_cross_entropy"] = test.TeacherLoss!;
            if (teacher.Parameters.Count == student.Parameters.Count)
            {
                metrics["teacher/distance"] = Blocks.Distance(student.Parameters, teacher.Parameters);
                metrics["teacher/cosine"] = Blocks.Cosine(student.Parameters, teacher.Parameters);
            }
        }

        var numbers = metrics.ToDictionary(pair => pair.Key, pair => pair.Value.expand(student.Replicates, student.Runs).flatten().data<double>().ToArray());
        if (isEpochEnd)
            AddVariance(run, numbers);
        return numbers;
    }

    private torch.Tensor DecayedNorm(Blocks parameters) => parameters
        .Select(block => options.DecayBias ? block.Values : block.Weights)
        .Zip(parameters, (values, block) => values is null ? null : block.SumByRun(values.square()))
        .OfType<torch.Tensor>()
        .Aggregate((sum, next) => sum + next);

    private (torch.Tensor Loss, torch.Tensor Accuracy, torch.Tensor? TeacherLoss) Look(DistillationRun run, Samples samples)
    {
        torch.Tensor Zeros() => torch.zeros(run.Student.Replicates, run.Student.Runs, torch.ScalarType.Float64);
        var (loss, hits, teacherLoss) = (Zeros(), Zeros(), Zeros());
        for (var start = 0L; start < samples.Count; start += Chunk)
        {
            using var scope = torch.NewDisposeScope();
            var size = Math.Min(Chunk, samples.Count - start);
            torch.Tensor Part(torch.Tensor all) => all.narrow(0, start, size);
            var inputs = Part(samples.Inputs).unsqueeze(0);
            var logits = ClassesFirst(run.Student.Logits(inputs));
            var own = logits.gather(2, Part(samples.Classes).view(1, 1, 1, size).expand(logits.shape[0], logits.shape[1], 1, size)).squeeze(2);
            hits.add_(own.ge(logits.amax([2])).sum(-1, type: torch.ScalarType.Float64));
            var normaliser = options.Loss == SampleLoss.CrossEntropy ? logits.logsumexp(2).sum(-1, type: torch.ScalarType.Float64) : null;
            loss.add_(Sum(logits, normaliser, Part(samples.Labels).t().view(1, 1, -1, size)));
            if (run.Teacher is { } teacher)
                teacherLoss.add_(Sum(logits, normaliser, ClassesFirst(DistillationFormulas.Predict(teacher.Logits(inputs), options.Loss))));
        }

        return (loss / samples.Count, hits * (100.0 / samples.Count), run.Teacher is null ? null : teacherLoss / samples.Count);
    }

    // [S, B, K, C] -> [S, K, C, B]: ten classes in a row are too few for the processor's vector units, thousands of samples are not.
    private static torch.Tensor ClassesFirst(torch.Tensor logits) => logits.permute(0, 2, 3, 1).contiguous();

    // Sum over the samples of −Σ q log p = log Σ eᶻ − Σ q z, or of Σ (z − q)².
    private static torch.Tensor Sum(torch.Tensor logits, torch.Tensor? normaliser, torch.Tensor target) => normaliser is null
        ? (logits - target).square().sum([2, 3], type: torch.ScalarType.Float64)
        : normaliser - (logits * target).sum([2, 3], type: torch.ScalarType.Float64);

    private void AddVariance(DistillationRun run, Dictionary<string, double[]> numbers)
    {
        if (run.Student.IsLinear)
        {
            (numbers[MetricNames.Variance], numbers[MetricNames.SecondMoment]) = ClosedForm(run);
        }
        else if (options.MomentBatches >= 2)
        {
            var seed = Seeds.Derive(run.Seeds[0], "moments", run.State.Step);
            (numbers[MetricNames.Variance], numbers[MetricNames.SecondMoment]) = GradientSampling.Of(run, data.Training, options.BatchSize, options.MomentBatches, seed);
        }
    }

    // Section 3b: the gradient of a sample is a rᵀ, so its squared norm is ‖a‖²‖r‖².
    private (double[] Variance, double[] SecondMoment) ClosedForm(DistillationRun run)
    {
        var samples = data.Training;
        var parameters = run.Student.Parameters[0].Values; // [S, D, K, C]
        var squares = torch.zeros(parameters.shape[0], parameters.shape[2], torch.ScalarType.Float64);
        var sum = torch.zeros(parameters.shape, torch.ScalarType.Float64);
        for (var start = 0L; start < samples.Count; start += Chunk)
        {
            using var scope = torch.NewDisposeScope();
            var size = Math.Min(Chunk, samples.Count - start);
            var inputs = samples.Inputs.narrow(0, start, size);
            var index = torch.arange(start, start + size, torch.ScalarType.Int64).repeat(run.Student.Replicates);
            var residual = run.Force.Table.Residual(run.Student.Logits(inputs.unsqueeze(0)), index); // [S, n, K, C]
            squares.add_((residual.square().sum(-1) * inputs.square().sum(1).view(1, size, 1)).sum(1, type: torch.ScalarType.Float64));
            sum.add_(torch.matmul(inputs.transpose(0, 1), residual.flatten(2)).view(parameters.shape));
        }

        var mean = sum / samples.Count;
        var variance = ((squares / samples.Count) - mean.square().sum([1, 3])) / options.BatchSize;
        if (run.Force.Drift is { } drift)
            mean = mean + drift[0].Values;
        return ([.. variance.flatten().data<double>()], [.. (variance + mean.square().sum([1, 3])).flatten().data<double>()]);
    }
}
