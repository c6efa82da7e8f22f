using KdHost.Plugins.CautiousPseudoLabels.Links;
using KdHost.Plugins.CautiousPseudoLabels.Nodes;
using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels;

/// <summary>
/// <para>
/// B. Wang, J. Li, Y. Liu, J. Cheng, Y. Rong, W. Wang, F. Tsung, "Deep Insights into Noisy Pseudo Labeling on Graph Data", NeurIPS 2023,
/// https://arxiv.org/abs/2310.01634.
/// </para>
/// <para>A teacher labels candidates, the most trustworthy join the training set, a student learns from it, and so on for T rounds:</para>
/// <code>
/// L   = (1/|O|) Σ_{i∈O} w_i · (−log softmax(Z_i)_ỹi),  w_i = b_i / (β · mean_O b)      (4)
/// P̄   = softmax((Z + Σ_v Z⁽ᵛ⁾) / (1 + V)), links P̄ = (σ(S) + Σ_v σ(S⁽ᵛ⁾)) / (1 + V)  (6)
/// s_i = max_c P̄_ic,  ŷ_i = argmax_c P̄_ic                                              (7)
/// κ   = share of samples for which every view decides like the clean one,  A = 1 − κ   (8)
/// r_i = 1 for the k largest s_i above θ among the candidates, else 0                   (9)
/// Err ≤ 2 (q + A),  q = 1 − min_{r_i=1} s_i                                            (10)
/// L_{t+1} = β Cov_U[ce, r] + (|O| L_O + k mean_U ce) / (|O| + k),  β = |U|/(|O| + k)   (12)
/// </code>
/// <list type="table">
/// <item><term>O, U</term><description>labelled samples (nodes, or ordered pairs of nodes) and candidates</description></item>
/// <item><term>Z, Z⁽ᵛ⁾; S</term><description>logits of the clean graph and of view v; scores of pairs</description></item>
/// <item><term>k, θ, T</term><description><see cref="CautiousPseudoLabelsOptions.TopK"/>, <see cref="CautiousPseudoLabelsOptions.Threshold"/>, <see cref="CautiousPseudoLabelsOptions.Iterations"/></description></item>
/// <item><term>views v</term><description><see cref="CautiousPseudoLabelsOptions.Views"/>, Eq. (5)</description></item>
/// </list>
/// <para>
/// Every strategy that the paper compares is one option, <see cref="CautiousPseudoLabelsOptions.Strategy"/>, in the same loop. Results: <c>test/selected</c> is the test value of the
/// round with the best validation value, the base model counting as round 0; <c>test/last</c> that of the last round; <c>test/best</c> the largest of all rounds, which is chosen on
/// the test set as the authors' scripts do, and optimistic. Deviations: see README.md beside this file.
/// </para>
/// </summary>
[Method("cautious-pseudo-labels", Title = "Cautious pseudo labels on graphs", Paper = "Wang et al., Deep Insights into Noisy Pseudo Labeling on Graph Data, NeurIPS 2023")]
public sealed class CautiousPseudoLabelsMethod : Method<CautiousPseudoLabelsOptions>
{
    private const double SmallestUncertainty = 1e-6;

    /// <inheritdoc/>
    protected override void Run(Trial<CautiousPseudoLabelsOptions> trial)
    {
        var options = trial.Options;
        using PseudoLabelTask task = options.Task == PredictionTask.Nodes ? new NodeTask(trial) : new LinkTask(trial);
        using var state = RoundState.Begin(trial, task); // the base model, or where a killed trial stood
        var rounds = options.Strategy == Strategy.Raw ? 0 : options.Iterations;
        while (state.Round < rounds && !state.IsOver)
        {
            var round = state.Round + 1;
            var chosen = task.Choose(state.Teacher, state.Labels, state.Threshold, round); // Eqs. (5) to (12)
            if (chosen.Labels.Count == 0)
            {
                state.Skip(chosen);
            }
            else
            {
                state.Labels.Take(chosen.Labels, replaces: options.LabelsAnew);
                using var student = task.FitStudent(state.Labels, chosen, round);
                state.Advance(student, chosen);
            }

            state.Save();
            trial.Cancellation.ThrowIfCancellationRequested();
        }

        state.Conclude();
    }

    /// <summary>Eq. (4): the weighted cross-entropy of the training nodes.</summary>
    /// <param name="logits">Z of the training nodes, <c>[m, C]</c>.</param>
    /// <param name="labels">ỹ, <c>[m]</c>, int64: given labels and pseudo labels.</param>
    /// <param name="divisor">β.</param>
    /// <param name="uncertainty">b without its small constant, <c>[m]</c>; null for equal weights, with which the loss is the mean cross-entropy over β.</param>
    /// <param name="transition">T <c>[C, C]</c>, by which the probabilities are multiplied; null for the identity.</param>
    /// <returns>L, a scalar.</returns>
    public static Tensor Loss(Tensor logits, Tensor labels, double divisor, Tensor? uncertainty = null, Tensor? transition = null)
    {
        using var scope = NewDisposeScope();
        var logarithms = transition is null ? nn.functional.log_softmax(logits, 1) : nn.functional.softmax(logits, 1).mm(transition).clamp_min(1e-12).log();
        var entropies = -logarithms.gather(1, labels.unsqueeze(1)).squeeze(1);
        using Scalar scale = 1 / divisor;
        if (uncertainty is null)
            return (entropies.mean() * scale).MoveToOuterDisposeScope();
        var b = uncertainty + SmallestUncertainty;
        return (b / b.mean() * scale * entropies).mean().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override IEnumerable<Fault> Check(CautiousPseudoLabelsOptions options)
    {
        var isForNodes = options.Strategy is Strategy.M3s or Strategy.DrGst or Strategy.CaGcn;
        if (options.Task == PredictionTask.Links && isForNodes)
        {
            yield return new Fault("this strategy is for nodes")
            {
                Key = "strategy",
                Found = options.Strategy.ToString(),
                Expected = "raw, cautious, confidence, multi-view, random, threshold or oracle where links are predicted",
                Fix = "choose another strategy, or set task to nodes",
            };
        }

        if (options.Split == NodeSplitKind.Random && options.TrainFraction + options.ValidationFraction >= 1)
            yield return Shares("trainFraction", options.TrainFraction, options.ValidationFraction);
        if (options.Link.TrainFraction + options.Link.ValidationFraction >= 1)
            yield return Shares("link.trainFraction", options.Link.TrainFraction, options.Link.ValidationFraction);
    }

    private static Fault Shares(string key, double training, double validation) => new("nothing is left for testing")
    {
        Key = key,
        Found = FormattableString.Invariant($"{training} for training and {validation} for validation"),
        Expected = "less than 1 together",
        Fix = "lower one of them",
    };
}
