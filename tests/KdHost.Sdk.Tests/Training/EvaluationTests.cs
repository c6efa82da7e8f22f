using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Sdk.Tests.Training;

public sealed class EvaluationTests
{
    private static readonly ImageData Digits = ImageData.Load("digits", new DataRoot("nowhere"));

    [Fact]
    public void A_model_that_always_says_the_same_is_right_by_chance_and_calibrated_by_its_confidence()
    {
        using var model = new Constant([0, 0, 0, 0, 0, 0, 0, 0, 0, 0.001f]);
        var evaluation = Evaluation.Of(model, Digits.Test.Images, Digits.Source, torch.CPU);
        var share = evaluation.Accuracy / 100;
        Assert.InRange(share, 0.08, 0.12);
        Assert.InRange(evaluation.Top5Accuracy, 40, 60);
        Assert.Equal(Math.Log(10), evaluation.Loss, 3);
        Assert.Equal(100 * Math.Abs(share - 0.1), evaluation.CalibrationError, 1);

        using var sure = new Constant([0, 0, 0, 0, 0, 0, 0, 0, 0, 50]);
        Assert.Equal(100 * (1 - share), Evaluation.Of(sure, Digits.Test.Images, Digits.Source, torch.CPU).CalibrationError, 3);
    }

    [Fact]
    public void Agreement_is_the_share_of_equal_choices()
    {
        using var one = new Constant([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        using var other = new Constant([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(100, Evaluation.Agreement(one, one, Digits.Test.Images, Digits.Source, torch.CPU));
        Assert.Equal(0, Evaluation.Agreement(one, other, Digits.Test.Images, Digits.Source, torch.CPU));
    }

    [Theory]
    [InlineData(0, 1e-06)]
    [InlineData(1, 0.0010008)]
    [InlineData(4, 0.0040002)]
    [InlineData(5, 0.00499657452)]
    [InlineData(6, 0.00499506781)]
    [InlineData(150, 0.0025005)]
    [InlineData(299, 1.13704917e-06)]
    public void The_schedule_of_image_recipes_gives_the_numbers_of_its_source(int epoch, double expected) =>
        Assert.Equal(expected, Schedules.CosineByEpoch(epoch, 300, 0.005, warmupEpochs: 5, warmupRate: 1e-6, minimum: 1e-6), 1e-11);

    [Fact]
    public void Other_schedules_fall_as_they_say()
    {
        Assert.Equal([1, 1, 0.1, 0.1, 0.01], new[] { 0, 1, 2, 3, 4 }.Select(epoch => Schedules.Step(epoch, [2, 4])), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 0.75, 0.5, 0.25], new long[] { 0, 1, 2, 3 }.Select(step => Schedules.Polynomial(step, 4)));
        Assert.Equal([0.5, 1, 1], new long[] { 0, 1, 2 }.Select(step => Schedules.LinearWarmup(step, 2)));
    }

    private sealed class Constant : Classifier
    {
        private readonly torch.Tensor _logits;

        public Constant(float[] logits)
            : base("constant") => _logits = torch.tensor(logits);

        public override torch.Tensor forward(torch.Tensor input) => _logits.expand(input.shape[0], -1);
    }
}
