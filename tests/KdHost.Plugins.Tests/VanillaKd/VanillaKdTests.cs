using KdHost.Plugins.VanillaKd;
using KdHost.Sdk.Methods;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.VanillaKd;

public sealed class VanillaKdTests : IDisposable
{
    private static readonly VanillaKdOptions Small = new()
    {
        TrainFraction = 0.1,
        Epochs = 12,
        Temperature = 4,
        HardWeight = 0.1,
        SoftWeight = 0.9,
        Teacher = new() { Model = "mlp-64", Epochs = 8 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-vanilla-kd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Defaults_are_those_of_the_authors_code()
    {
        var options = new VanillaKdOptions();
        Assert.Equal((1.0, 1.0, 1.0), (options.HardWeight, options.SoftWeight, options.Temperature));
    }

    [Fact]
    public void Without_weight_on_the_teacher_it_is_the_baseline_to_the_last_bit()
    {
        var baseline = Run("none", Small with { Distillation = Distillation.None });
        var weightless = Run("weightless", Small with { HardWeight = 1, SoftWeight = 0 });
        Assert.Equal(Curves(baseline), Curves(weightless));
    }

    [Fact]
    public void The_teacher_is_trained_once_and_stays_as_it_was()
    {
        var stages = new Stages();
        Run("shared", Small, seed: 1, progress: stages);
        Assert.Equal(Small.Teacher.Epochs, stages.Seen.Count(stage => stage == "teacher"));
        var weights = Directory.EnumerateFiles(Path.Combine(_folder, "shared", "cache"), "weights.safetensors", SearchOption.AllDirectories).Single();
        var before = File.ReadAllBytes(weights);
        Directory.Delete(Path.Combine(_folder, "shared", "checkpoints"), recursive: true);
        Run("shared", Small, seed: 2, progress: stages);
        Assert.Equal(Small.Teacher.Epochs, stages.Seen.Count(stage => stage == "teacher"));
        Assert.Equal(before, File.ReadAllBytes(weights));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(15)]
    public void A_trial_stopped_after_any_epoch_of_teacher_or_student_ends_with_the_numbers_of_an_undisturbed_one(int epochs)
    {
        var undisturbed = Run("whole", Small);
        using var stop = new CancellationTokenSource();
        var stages = new Stages { After = (epochs, stop.Cancel) };
        Assert.Throws<OperationCanceledException>(() => Run("cut", Small, progress: stages, stop: stop));
        var resumed = Run("cut", Small);
        var last = Curves(resumed);
        Assert.Equal(Curves(undisturbed).TakeLast(last.Count), last);
        Assert.Contains(last, point => point.Name == "test/accuracy");
    }

    private MemoryMetrics Run(string name, VanillaKdOptions options, long seed = 0, IProgress<TrialProgress>? progress = null, CancellationTokenSource? stop = null)
    {
        var trial = MemoryTrial.Of(options, Path.Combine(_folder, name), seed, cancellation: stop?.Token ?? CancellationToken.None);
        return MemoryTrial.Run(new VanillaKdMethod(), progress is null ? trial : trial with { Progress = progress });
    }

    // All numbers that don't depend on the clock, of the student's curves.
    private static List<(string Name, double Value, long Step)> Curves(MemoryMetrics metrics) =>
        [.. metrics.Points.Where(point => point.Name.Split('/')[0] is "train" or "validation" or "test")];

    private sealed class Stages : IProgress<TrialProgress>
    {
        public List<string> Seen { get; } = [];

        public (int Epochs, Action Do)? After { get; init; }

        public void Report(TrialProgress value)
        {
            Seen.Add(value.Stage);
            if (After is { } after && Seen.Count == after.Epochs)
                after.Do();
        }
    }
}
