using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Losses;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Tests.Setup;
using KdHost.Sdk.Training;
using KdHost.Testing;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Tests.Training;

[Collection(typeof(ExactNumbers))]
public sealed class FitTests : IDisposable
{
    private static readonly ImageData Digits = ImageData.Load("digits", new DataRoot("nowhere")).WithTrainingFraction(0.2);
    private static readonly Recipe Recipe = new() { Epochs = 6, BatchSize = 64, LearningRate = 0.05, Momentum = 0.9, WeightDecay = 5e-4 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mlp-16", 1, OptimizerKind.Sgd)]
    [InlineData("mlp-16", 9, OptimizerKind.Sgd)]
    [InlineData("convnet-8-16-32", 13, OptimizerKind.Sgd)]
    [InlineData("convnet-8-16-32", 13, OptimizerKind.AdamW)]
    [InlineData("convnet-8-16-32", 13, OptimizerKind.Lamb)]
    public void A_fit_that_was_stopped_at_any_step_ends_with_the_numbers_of_an_undisturbed_one(string model, int stopAfter, OptimizerKind optimizer)
    {
        var recipe = Recipe with { Optimizer = optimizer, LearningRate = optimizer == OptimizerKind.Sgd ? 0.05 : 0.01, ClipNorm = 2, AverageDecay = 0.9, DecaysVectors = false };
        var undisturbed = Run(model, _folder.File("whole"), stopAfter: null, recipe)!;
        Assert.Null(Run(model, _folder.File("cut"), stopAfter, recipe));
        var resumed = Run(model, _folder.File("cut"), stopAfter: null, recipe)!;
        Assert.True(undisturbed.Result.BestValidation > 40, $"{optimizer} learns nothing: {undisturbed.Result}");
        Assert.Equal(undisturbed.Result, resumed.Result);
        Assert.Equal(undisturbed.Weights, resumed.Weights);
        foreach (var (name, value) in undisturbed.Curves)
            Assert.Equal(value, resumed.Curves[name]);
    }

    [Fact]
    public void Augmented_images_are_the_same_after_a_stop_in_the_middle_of_an_epoch()
    {
        byte[]? Weights(string folder, int? stopAfter)
        {
            using var stop = new CancellationTokenSource();
            using var student = ModelCatalog.Create("mlp-16", Digits.Source.Shape, 10, seed: 1);
            var steps = 0;
            try
            {
                Augmented(Trial(_folder.File(folder), stop.Token), student).Run(batch =>
                {
                    if (++steps == stopAfter)
                        stop.Cancel();
                    return CrossEntropy.Soft(student.call(batch.Images), batch.SoftTargets(10));
                });
                return [.. student.state_dict().Values.SelectMany(tensor => tensor.bytes.ToArray())];
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        var undisturbed = Weights("augmented", null);
        Assert.Null(Weights("augmented-cut", 6));
        Assert.Equal(undisturbed, Weights("augmented-cut", null));
    }

    [Fact]
    public void The_best_epoch_is_chosen_on_validation_and_its_weights_stay_in_the_student()
    {
        var trial = Trial(_folder.File("best"), CancellationToken.None);
        using var student = ModelCatalog.Create("mlp-16", Digits.Source.Shape, 10, seed: 1);
        var result = Fit(trial, student).Run(batch => cross_entropy(student.call(batch.Images), batch.Labels));
        var accuracies = ((MemoryMetrics)trial.Metrics).Points.Where(point => point.Name == "validation/accuracy").Select(point => point.Value).ToList();
        Assert.Equal(accuracies.Max(), result.BestValidation);
        Assert.Equal(accuracies.IndexOf(accuracies.Max()) + 1, result.BestEpoch);
        Assert.Equal(result.TestOfBest, Evaluation.Of(student, Digits.Test.Images, Digits.Source, torch.CPU));
        Assert.True(result.BestValidation > 50);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_ends_the_fit_with_its_epoch_and_a_remedy()
    {
        var trial = Trial(_folder.File("nan"), CancellationToken.None);
        using var student = ModelCatalog.Create("mlp-16", Digits.Source.Shape, 10, seed: 1);
        var error = Assert.Throws<DivergedException>(() => Fit(trial, student).Run(batch => cross_entropy(student.call(batch.Images), batch.Labels) * double.NaN));
        Assert.Contains("epoch 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_tensor_of_a_step_outlives_it()
    {
        var trial = Trial(_folder.File("memory"), CancellationToken.None);
        using var student = ModelCatalog.Create("convnet-8-16-32", Digits.Source.Shape, 10, seed: 1);
        using var statistics = torch.NewDisposeScope(); // counts this thread's tensors, whatever other tests do
        var live = new List<long>();
        Fit(trial, student).Run(batch =>
        {
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return cross_entropy(student.call(batch.Images), batch.Labels);
        });
        Assert.Equal(live[4], live[^1]); // a first step of an epoch, long after warm-up, against the last one
    }

    private Trained? Run(string model, string folder, int? stopAfter, Recipe recipe)
    {
        using var stop = new CancellationTokenSource();
        var trial = Trial(folder, stop.Token);
        using var student = ModelCatalog.Create(model, Digits.Source.Shape, 10, seed: 1);
        var steps = 0;
        try
        {
            var result = Fit(trial, student, recipe).Run(batch =>
            {
                if (++steps == stopAfter)
                    stop.Cancel();
                return cross_entropy(student.call(batch.Images), batch.Labels);
            });
            var weights = student.state_dict().Values.SelectMany(tensor => tensor.bytes.ToArray()).ToArray();
            var deterministic = ((MemoryMetrics)trial.Metrics).Points.Where(point => point.Step == Recipe.Epochs && point.Name.Split('/')[0] is "train" or "validation" or "test");
            return new Trained(result, weights, deterministic.ToDictionary(point => point.Name, point => point.Value));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static Trial<object> Trial(string folder, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        return MemoryTrial.Of(new object(), folder, seed: 1, cancellation: stop);
    }

    private static Fit Fit(Trial trial, Classifier student, Recipe? recipe = null) => Sdk.Training.Fit.Of(trial, student, Digits, recipe ?? Recipe);

    private static Fit Augmented(Trial trial, Classifier student) => new()
    {
        Student = student,
        Data = Digits,
        Recipe = Recipe with { Epochs = 3 },
        Augmentation = new() { Transforms = [new PadCrop(1), new RandAugment()], Erasing = new(0.25), Mixing = new() { MixupAlpha = 0.2, CutmixAlpha = 1 }, Repeats = 2 },
        Seed = 1,
        Device = torch.CPU,
        Checkpoints = trial.Checkpoints,
        Cancellation = trial.Cancellation,
    };

    private sealed record Trained(FitResult Result, byte[] Weights, Dictionary<string, double> Curves);
}
