using KdHost.Plugins.CautiousPseudoLabels.Nodes;
using KdHost.Sdk.Models.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Strategies;

/// <summary>
/// What DR-GST (H. Liu et al., "Confidence may cheat", WWW 2022) adds to self-training by a threshold: weights of the loss by information gain, and a transition matrix that corrects it.
/// </summary>
internal static class StochasticUncertainty
{
    private const double TransitionDecay = 5e-4;

    /// <summary>Information gain of each sample over stochastic passes: <c>Σ_c mean(p log p) − Σ_c p̄ log p̄</c>, not negative.</summary>
    /// <param name="passes">Probabilities <c>[S, n, C]</c>.</param>
    /// <returns><c>[n]</c>.</returns>
    public static Tensor Bald(Tensor passes)
    {
        using var scope = NewDisposeScope();
        var mean = passes.mean([0]);
        return (PLogP(passes).mean([0]).sum(1) - PLogP(mean).sum(1)).clamp_min(0).MoveToOuterDisposeScope();
    }

    /// <summary>The information gain of all nodes, from passes of a teacher with its dropout on.</summary>
    public static Tensor Of(NodeClassifier teacher, GraphTensors graph, int passes, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator((ulong)seed, graph.Sources.device);
        teacher.Generator = generator;
        teacher.train();
        Tensor? sum = null, sumOfLogs = null;
        for (var pass = 0; pass < passes; pass++)
        {
            using var inner = NewDisposeScope();
            var p = nn.functional.softmax(teacher.call(graph), 1);
            var logs = PLogP(p);
            sum = (sum is null ? p : sum + p).MoveToOuterDisposeScope();
            sumOfLogs = (sumOfLogs is null ? logs : sumOfLogs + logs).MoveToOuterDisposeScope();
        }

        teacher.eval();
        teacher.Generator = null;
        return ((sumOfLogs! / passes).sum(1) - PLogP(sum! / passes).sum(1)).clamp_min(0).MoveToOuterDisposeScope();
    }

    /// <summary>The transition matrix: from the identity, some steps of Adam on <c>MSE(P[O₀], T[y]) + MSE(T, I)</c>.</summary>
    /// <param name="probabilities">P of the given nodes, <c>[m, C]</c>.</param>
    /// <param name="labels">Their labels <c>[m]</c>.</param>
    /// <param name="options">Steps and rate.</param>
    /// <returns><c>[C, C]</c>.</returns>
    public static Tensor Transition(Tensor probabilities, Tensor labels, DrGstOptions options)
    {
        using var scope = NewDisposeScope();
        var identity = eye(probabilities.shape[1], dtype: probabilities.dtype, device: probabilities.device);
        var transition = new TorchSharp.Modules.Parameter(identity.clone());
        using var optimizer = optim.Adam([transition], options.TransitionRate, weight_decay: TransitionDecay);
        for (var step = 0; step < options.TransitionSteps; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(transition.index_select(0, labels), probabilities) + nn.functional.mse_loss(transition, identity);
            loss.backward();
            optimizer.step();
        }

        return transition.detach().clone().MoveToOuterDisposeScope();
    }


    private static Tensor PLogP(Tensor p) => p * p.clamp_min(1e-30).log();
}
