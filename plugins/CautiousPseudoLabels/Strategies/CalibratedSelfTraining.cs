using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>
/// CaGCN-st (X. Wang, H. Liu, C. Shi, C. Yang, "Be confident!", NeurIPS 2021), our reading: logits are divided by a temperature that is fitted on the validation nodes, then all
/// candidates above θ are labelled. Validation labels are used here, as in its paper.
/// </summary>
internal static class CalibratedSelfTraining
{
    private const double Lowest = 0.05, Highest = 20, SmallestTemperature = 1e-3;

    /// <summary>The labels of a round.</summary>
    public static IReadOnlyList<PseudoLabel> Choose(NodeRound round)
    {
        using var scope = NewDisposeScope();
        using var temperatures = round.Options.CaGcn.Calibration == CalibrationKind.Global ? tensor((float)GlobalTemperature(round)) : Temperatures(round);
        using var noGradient = no_grad();
        var confidence = nn.functional.softmax(round.Logits / temperatures, 1).amax([1]).to(ScalarType.Float32).cpu().data<float>().ToArray();
        return [.. round.Candidates.Select(node => round.Prediction.Label(node) with { Confidence = confidence[node] }).Where(label => label.Confidence > round.Options.Threshold)];
    }

    // The loss has one minimum in the logarithm of the temperature: a golden-section search finds it without a rate to choose.
    private static double GlobalTemperature(NodeRound round)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (logits, labels) = round.Validation.Of(round.Logits);
        double Loss(double logTemperature) => nn.functional.cross_entropy(logits / Math.Exp(logTemperature), labels).ToDouble();
        var (low, high, ratio) = (Math.Log(Lowest), Math.Log(Highest), (Math.Sqrt(5) - 1) / 2);
        for (var step = 0; step < 40; step++)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            (low, high) = Loss(left) < Loss(right) ? (low, right) : (left, high);
        }

        return Math.Exp((low + high) / 2);
    }

    // T_i = softplus(GCN(Z))_i + 10⁻³, fitted on validation cross-entropy and a margin that is wide for right nodes and narrow for wrong ones.
    private static Tensor Temperatures(NodeRound round)
    {
        using var scope = NewDisposeScope();
        var options = round.Options.CaGcn;
        var logits = round.Logits.detach();
        using var graph = GraphTensors.Of(Edges(round.Graph), logits, round.Graph.SelfLoopWeight);
        using var model = Seeds.Initialise(Seeds.Derive(round.Seed, "calibration"), () => new Gcn((int)logits.shape[1], 1, new GraphModelOptions { Hidden = options.Hidden, Dropout = 0 }));
        model.to(logits.device);
        using var optimizer = optim.Adam(model.parameters(), options.LearningRate, weight_decay: 5e-4);
        Tensor Calibrated() => logits / (nn.functional.softplus(model.call(graph)) + SmallestTemperature);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            var (calibrated, labels) = round.Validation.Of(Calibrated());
            var top = nn.functional.softmax(calibrated, 1).topk(2, 1).values;
            var margin = top.select(1, 0) - top.select(1, 1);
            var isRight = calibrated.argmax(1).eq(labels);
            var loss = nn.functional.cross_entropy(calibrated, labels) + (where(isRight, 1 - margin, margin).mean() * options.MarginWeight);
            loss.backward();
            optimizer.step();
        }

        using var noGradient = no_grad();
        return (nn.functional.softplus(model.call(graph)) + SmallestTemperature).MoveToOuterDisposeScope();
    }

    private static IReadOnlyList<(int Source, int Target)> Edges(GraphTensors graph) =>
        [.. graph.Sources.cpu().data<long>().ToArray().Zip(graph.Targets.cpu().data<long>().ToArray()).Where(edge => edge.First < edge.Second).Select(edge => ((int)edge.First, (int)edge.Second))];
}
