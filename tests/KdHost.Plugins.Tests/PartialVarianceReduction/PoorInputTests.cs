using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;
using KdHost.Testing;
using Microsoft.Extensions.Logging;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Each poor input is one clear message, or one warning where it is allowed.</summary>
public sealed class PoorInputTests : IDisposable
{
    private static readonly PartialVarianceReductionOptions Small = new() { Dataset = "digits", TrainFraction = 0.05, Epochs = 1, Teacher = new() { Kind = TeacherKind.Random } };

    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-pvr-poor-").FullName;

    public static TheoryData<string, string> Faults => new()
    {
        { "temperature", "gradient at T = 2" },
        { "unbiased", "unbiased without a teacher" },
        { "lambda", "svrg at another λ" },
        { "lambda", "estimate without a fixed teacher" },
        { "lambdaSchedule", "schedule in the loss form" },
        { "teacher.checkpoint", "checkpoint without a file" },
        { "teacher.kind", "l-bfgs for a network" },
        { "teacher.network", "another architecture in the gradient form" },
        { "replicates", "stacked catalogue network" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_combination_that_means_nothing_is_one_fault_at_its_option(string key, string what)
    {
        var options = what switch
        {
            "gradient at T = 2" => Small with { Temperature = 2 },
            "unbiased without a teacher" => Small with { Iteration = Iteration.Sgd, Unbiased = true },
            "svrg at another λ" => Small with { Iteration = Iteration.Svrg },
            "estimate without a fixed teacher" => Small with { Iteration = Iteration.MovingTeacher, Lambda = LambdaSetting.Auto(LambdaEstimator.Unbiased) },
            "schedule in the loss form" => Small with { Distillation = DistillationForm.Loss, LambdaSchedule = LambdaSchedule.Decay },
            "checkpoint without a file" => Small with { Teacher = new() { Kind = TeacherKind.Checkpoint } },
            "l-bfgs for a network" => Small with { Depth = 2, Teacher = new() },
            "another architecture in the gradient form" => Small with { Network = "mlp-16", Teacher = Small.Teacher with { Network = "mlp-64" } },
            _ => Small with { Network = "mlp-16", Replicates = 2 },
        };
        var fault = Assert.Single(((IMethod)new PartialVarianceReductionMethod()).Check(options));
        Assert.Equal(key, fault.Key);
        Assert.True(fault.Found is { Length: > 0 } && fault.Expected is { Length: > 0 } && fault.Fix is { Length: > 0 }, fault.ToString());
    }

    [Fact]
    public void A_teacher_of_another_shape_is_refused_with_both_shapes()
    {
        var path = Path.Combine(_folder, "teacher.safetensors");
        using (var other = new StackedNetwork(new NetworkShape(5, 10, [], Activation.Identity, HasBias: true), 1, 1))
            Sdk.Interchange.Safetensors.Save(path, other.State);
        var trial = MemoryTrial.Of(Small with { Teacher = new() { Kind = TeacherKind.Checkpoint, Checkpoint = path } }, Path.Combine(_folder, "trial"), cancellation: TestContext.Current.CancellationToken);
        var fault = Assert.Throws<FaultException>(() => MemoryTrial.Run(new PartialVarianceReductionMethod(), trial)).Faults.Single();
        Assert.Equal("teacher.checkpoint", fault.Key);
        Assert.Contains("[1, 6, 1, 10]", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_the_students_shape_teaches()
    {
        var first = MemoryTrial.Of(Small with { Iteration = Iteration.Sgd, Lambda = LambdaSetting.Of(0) }, Path.Combine(_folder, "first"), cancellation: TestContext.Current.CancellationToken);
        MemoryTrial.Run(new PartialVarianceReductionMethod(), first);
        var saved = Path.Combine(_folder, "first", "artifacts", "student", "stack.safetensors");
        var second = MemoryTrial.Of(Small with { Teacher = new() { Kind = TeacherKind.Checkpoint, Checkpoint = saved } }, Path.Combine(_folder, "second"), cancellation: TestContext.Current.CancellationToken);
        var metrics = MemoryTrial.Run(new PartialVarianceReductionMethod(), second);
        Assert.Equal(((MemoryMetrics)first.Metrics).Last("train/loss"), metrics.Last("teacher/train_loss"), 1e-5);
    }

    [Theory]
    [InlineData(1.3, 0, "leaves [0, 1]")]
    [InlineData(0.5, 0.9, "momentum")]
    public void What_leaves_the_theory_is_a_warning(double lambda, double momentum, string expected)
    {
        var log = new Warnings();
        var trial = MemoryTrial.Of(Small with { Lambda = LambdaSetting.Of(lambda), Momentum = momentum, LearningRate = 0.001 }, Path.Combine(_folder, "trial"), cancellation: TestContext.Current.CancellationToken);
        ((IMethod)new PartialVarianceReductionMethod()).Run(trial.Options, trial with { Log = log });
        Assert.Contains(log.Texts, text => text.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.4", 1)]
    [InlineData("\"auto:quadratic\"", 1)]
    [InlineData("[0, 0.5, \"auto:pl\"]", 3)]
    public void A_lambda_is_read_and_written_as_it_stands(string json, int count)
    {
        var setting = System.Text.Json.JsonSerializer.Deserialize<LambdaSetting>(json)!;
        Assert.Equal(count, setting.Count);
        Assert.Equal(json.Replace(" ", "", StringComparison.Ordinal), System.Text.Json.JsonSerializer.Serialize(setting));
    }

    [Theory]
    [InlineData("\"auto:best\"")]
    [InlineData("[]")]
    [InlineData("true")]
    public void What_is_no_lambda_is_refused(string json) =>
        Assert.Throws<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize<LambdaSetting>(json));

    private sealed class Warnings : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                Texts.Add(formatter(state, exception));
        }
    }
}
