using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Compression;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Methods;
using KdHost.Testing;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Whole trials on the digits: every iteration, teacher and compression, and what a kill must not change.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly PartialVarianceReductionOptions Small = new()
    {
        Dataset = "digits",
        TrainFraction = 0.3,
        Epochs = 4,
        EvaluationsPerEpoch = 2,
        Lambda = LambdaSetting.Of(0.7),
        WeightDecay = 1e-3,
        TeacherWeightDecay = 1e-3,
        SnapshotStart = 1,
        SnapshotEvery = 1,
        MeasureEvery = 10,
        MomentBatches = 5,
        Teacher = new() { Kind = TeacherKind.Sgd, Epochs = 2, Iterations = 40 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-pvr-").FullName;

    public static TheoryData<string> Variants => [.. Options.Keys];

    private static Dictionary<string, PartialVarianceReductionOptions> Options => new()
    {
        ["sgd"] = Small with { Iteration = Iteration.Sgd },
        ["full gradient"] = Small with { Iteration = Iteration.FullGradient, LearningRate = 0.5 },
        ["kd, loss form"] = Small with { Distillation = DistillationForm.Loss },
        ["kd, gradient form, stacked"] = Small with { Lambda = LambdaSetting.Of(0, 0.4, 0.9), Replicates = 2 },
        ["unbiased kd"] = Small with { Unbiased = true },
        ["svrg"] = Small with { Iteration = Iteration.Svrg, Lambda = LambdaSetting.Of(1) },
        ["svrg within epochs"] = Small with { Iteration = Iteration.Svrg, Lambda = LambdaSetting.Of(1), SnapshotEvery = 0.3, SnapshotStart = 2 },
        ["l-svrg"] = Small with { Iteration = Iteration.Lsvrg, Lambda = LambdaSetting.Of(1) },
        ["moving teacher"] = Small with { Iteration = Iteration.MovingTeacher, Replicates = 2 },
        ["repeated distillation"] = Small with { Iteration = Iteration.RepeatedDistillation, Depth = 2, Hidden = 8, SnapshotStart = 2 },
        ["decaying lambda"] = Small with { LambdaSchedule = LambdaSchedule.Decay },
        ["increasing lambda"] = Small with { LambdaSchedule = LambdaSchedule.Increase },
        ["momentum"] = Small with { Momentum = 0.5 },
        ["network, loss form"] = Small with { Distillation = DistillationForm.Loss, Depth = 2, Hidden = 8, Activation = Activation.Sigmoid },
        ["network, gradient form, stacked"] = Small with { Depth = 3, Hidden = 6, Lambda = LambdaSetting.Of(0.2, 0.7), Replicates = 2, Unbiased = true },
        ["network, estimated lambda"] = Small with { Depth = 2, Hidden = 6, Lambda = LambdaSetting.Auto(LambdaEstimator.Unbiased), TeacherInit = TeacherInit.Own },
        ["catalogue network"] = Small with { Network = "mlp-16", Distillation = DistillationForm.Gradient, BatchSize = 30 },
        ["quantised"] = Small with { Compression = CompressionKind.Quantise },
        ["rand-k"] = Small with { Compression = CompressionKind.RandK, Keep = 600 },
        ["masked"] = Small with { Compression = CompressionKind.MaskRandom, Teacher = Small.Teacher with { Kind = TeacherKind.Lbfgs, Masked = true } },
        ["estimated lambda"] = Small with { Lambda = new([.. LambdaSetting.Auto(LambdaEstimator.Quadratic), .. LambdaSetting.Auto(LambdaEstimator.Strong)]) },
        ["random teacher"] = Small with { Teacher = Small.Teacher with { Kind = TeacherKind.Random } },
        ["student snapshot"] = Small with { Teacher = Small.Teacher with { Kind = TeacherKind.StudentSnapshot } },
        ["temperature"] = Small with { Distillation = DistillationForm.Loss, Temperature = 2 },
        ["squared error"] = Small with { Loss = SampleLoss.SquaredError, LearningRate = 1e-4, Teacher = Small.Teacher with { LearningRate = 1e-4 } },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_runs_and_resumes_after_a_stop_in_mid_epoch_to_the_same_numbers(string name)
    {
        var options = Options[name];
        var undisturbed = Run("whole", options);
        Assert.True(undisturbed.Last("work/gradient_evaluations") > 0);
        Assert.True(double.IsFinite(undisturbed.Last("best/plateau")));

        using var stop = new CancellationTokenSource();
        var points = 0;
        Assert.Throws<OperationCanceledException>(() => Run("cut", options, new StopAfter(() => ++points, stop), stop));
        var resumed = Curves(Run("cut", options));
        Assert.Equal(Curves(undisturbed).TakeLast(resumed.Count), resumed);
        Assert.Contains(resumed, point => point.Name == "best/plateau");
    }

    [Fact]
    public void Gradient_evaluations_are_counted_as_the_paper_of_SVRG_counts_them()
    {
        double Work(PartialVarianceReductionOptions options, string name) => Run(name, options with { TrainFraction = 1, Epochs = 2 }).Last("work/gradient_evaluations");
        var count = Work(Options["sgd"], "sgd") / 2;
        Assert.Equal(2 * count, Work(Options["kd, loss form"], "loss")); // outputs of a teacher that stands still are worked out once
        Assert.Equal(3 * count, Work(Options["unbiased kd"], "unbiased"));
        Assert.Equal(4 * count, Work(Options["svrg"], "svrg"));
        Assert.Equal(2 * 2 * count, Work(Small with { Depth = 2, Hidden = 6 }, "network"));
    }

    [Fact]
    public void Stacked_runs_are_single_runs_up_to_rounding()
    {
        var options = Small with { Epochs = 1, Unbiased = true };
        var stacked = Run("stacked", options with { Lambda = LambdaSetting.Of(0, 0.4, 0.9), Replicates = 2 });
        foreach (var lambda in new[] { 0, 0.4, 0.9 })
        {
            var single = Run($"single-{lambda}", options with { Lambda = LambdaSetting.Of(lambda) });
            var (one, other) = (single.Last("train/objective"), stacked.Last(FormattableString.Invariant($"train/objective/lambda-{lambda}/replicate-0")));
            Assert.InRange(other / one, 1 - 1e-4, 1 + 1e-4);
        }
    }

    [Fact]
    public void Both_forms_give_one_curve_for_a_linear_model()
    {
        var (loss, gradient) = (Run("loss", Small with { Distillation = DistillationForm.Loss }), Run("gradient", Small));
        Assert.InRange(loss.Last("train/objective") / gradient.Last("train/objective"), 1 - 1e-5, 1 + 1e-5);
    }

    [Fact]
    public void With_the_optimum_as_teacher_every_estimate_is_one_and_the_plateau_nearly_zero()
    {
        var metrics = Run("optimum", Small with { Epochs = 12, LearningRate = 0.01, Lambda = LambdaSetting.Of(0, 1), Teacher = new() { Kind = TeacherKind.Lbfgs } });
        foreach (var estimator in new[] { "strong", "pl", "unbiased", "quadratic" })
            Assert.Equal(1, metrics.Last($"estimate/{estimator}"), 1e-3);
        Assert.True(metrics.Last("train/plateau/lambda-1") < metrics.Last("train/plateau/lambda-0"));
        Assert.True(metrics.Last("train/excess/lambda-1") > -1e-6);
    }

    [Fact]
    public void Memory_is_flat_over_a_hundred_epochs()
    {
        using var scope = torch.NewDisposeScope();
        using var problem = new SmallProblem();
        using var student = problem.Student(runs: 3);
        using var run = new DistillationRun(problem.Options with { Unbiased = true, LambdaSchedule = LambdaSchedule.Decay }, problem.Samples, student, problem.Teacher, [0, 0.5, 1], [1]);
        var live = new List<long>();
        for (var epoch = 0; epoch < 100; epoch++)
        {
            for (var step = 0; step < run.StepsPerEpoch; step++)
                run.Step();
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(live[2], live[^1]);
    }

    private MemoryMetrics Run(string name, PartialVarianceReductionOptions options, IMetrics? tap = null, CancellationTokenSource? stop = null)
    {
        var trial = MemoryTrial.Of(options, Path.Combine(_folder, name), seed: 3, cancellation: stop?.Token ?? CancellationToken.None);
        var metrics = (MemoryMetrics)trial.Metrics;
        ((IMethod)new PartialVarianceReductionMethod()).Run(options, tap is null ? trial : trial with { Metrics = tap });
        return metrics;
    }

    private static List<(string Name, double Value, long Step)> Curves(MemoryMetrics metrics) => [.. metrics.Points.Where(point => !point.Name.StartsWith("throughput", StringComparison.Ordinal))];

    /// <summary>Asks the trial to stop after its third evaluation, which is in the middle of an epoch.</summary>
    private sealed class StopAfter(Func<int> count, CancellationTokenSource stop) : IMetrics
    {
        private long _last;

        public void Log(string name, double value, long step)
        {
            if (step != _last && count() == 3)
                stop.Cancel();
            _last = step;
        }
    }
}
