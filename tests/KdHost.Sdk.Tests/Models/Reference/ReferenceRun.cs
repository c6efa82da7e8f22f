using KdHost.Sdk.Models;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Sdk.Tests.Models.Reference;

/// <summary>One forward, and where the reference has it backward, pass of a filled network, to be held against the reference.</summary>
internal sealed record ReferenceRun(Classifier Network, ReferenceCase Expected, torch.ScalarType Type)
{
    /// <summary>Checks all that the reference gives.</summary>
    /// <param name="outputs">Largest difference of outputs in units of their root mean square, of features in units of their deviation.</param>
    /// <param name="gradients">Largest relative difference of gradient norms, or null to leave gradients out.</param>
    public void Check(double outputs, double? gradients)
    {
        var features = (Expected.Features ?? []).ToDictionary(feature => feature, feature => Point(feature.Name));
        using var tap = new FeatureTap(Network, features.Values);
        using var gradientMode = torch.set_grad_enabled(gradients is not null && Expected.CrossEntropy is not null);
        var logits = Network.call(ReferenceNumbers.Input(Expected.Input).to(Type));
        CheckLogits(logits, outputs);
        foreach (var (feature, point) in features)
            CheckFeature(feature, tap[point], outputs);
        foreach (var statistics in Expected.AfterForward ?? [])
            CheckStatistics(statistics, outputs);
        if (Expected.CrossEntropy is not { } expectedLoss)
            return;
        var loss = cross_entropy(logits, torch.tensor(Expected.Labels!));
        Near(expectedLoss, loss.ToDouble(), outputs * expectedLoss, "cross-entropy");
        if (gradients is { } tolerance)
            CheckGradients(loss, tolerance);
    }

    private TapPoint Point(string feature) => feature.Split('.') switch
    {
        ["pooled" or "pooled_feat"] => Network.Pooled,
        ["stem"] => Network.Stages[0].Output,
        ["feats", var index] => Network.Stages[int.Parse(index)].Output,
        ["preact_feats", var index] => Network.Stages[int.Parse(index)].BeforeActivation,
        _ => TapPoint.OutputOf(feature),
    };

    private void CheckLogits(torch.Tensor logits, double tolerance)
    {
        var expected = Expected.Logits;
        Assert.Equal(expected.Shape, logits.shape);
        var (count, actual) = (logits.numel(), logits.detach().to(torch.float64));
        var unit = tolerance * Math.Sqrt(expected.SumSquares / count);
        for (var sample = 0; sample < expected.First.Length; sample++)
        {
            for (var k = 0; k < expected.First[sample].Length; k++)
                Near(expected.First[sample][k], actual[sample, k].ToDouble(), unit, $"logit [{sample}, {k}]");
        }

        Near(expected.Sum, actual.sum().ToDouble(), unit * count, "sum of the logits");
        Near(expected.SumSquares, actual.square().sum().ToDouble(), 2 * tolerance * expected.SumSquares, "sum of squares of the logits");
    }

    private static void CheckFeature(ReferenceFeature expected, torch.Tensor feature, double tolerance)
    {
        Assert.Equal(expected.Shape, feature.shape);
        var actual = feature.detach().to(torch.float64).contiguous().view(-1);
        var unit = tolerance * expected.Std;
        Near(expected.Mean, actual.mean().ToDouble(), unit, $"mean of {expected.Name}");
        Near(expected.Std, actual.std(unbiased: false).ToDouble(), unit, $"deviation of {expected.Name}");
        var count = actual.numel();
        Near(expected.Probe, actual.dot(ReferenceNumbers.Probe(count)).ToDouble(), unit * Math.Sqrt(count), $"probe of {expected.Name}");
    }

    private void CheckStatistics(ReferenceStatistics expected, double tolerance)
    {
        var state = Network.state_dict();
        var (mean, variance) = (state[$"{expected.Module}.running_mean"], state[$"{expected.Module}.running_var"]);
        Near(expected.RunningMeanSum, mean.sum().ToDouble(), tolerance * Math.Max(1, mean.abs().sum().ToDouble()), $"running mean of {expected.Module}");
        Near(expected.RunningVarSum, variance.sum().ToDouble(), tolerance * expected.RunningVarSum, $"running variance of {expected.Module}");
        Assert.Equal(expected.NumBatchesTracked, state[$"{expected.Module}.num_batches_tracked"].ToInt64());
    }

    private void CheckGradients(torch.Tensor loss, double tolerance)
    {
        loss.backward();
        var norms = Network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!.norm().ToDouble());
        foreach (var entry in Expected.GradientNorms!)
            Near(entry[1].GetDouble(), norms[entry[0].GetString()!], tolerance * entry[1].GetDouble(), $"gradient of {entry[0]}");
        var all = Expected.GradientNormAll!.Value;
        Near(all, Math.Sqrt(norms.Values.Sum(norm => norm * norm)), tolerance * all, "gradient of all parameters");
    }

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: expected {expected:R}, got {actual:R}, off by {Math.Abs(expected - actual):E1}, allowed {tolerance:E1}");
}
