using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>x.</summary>
internal sealed class SealModel(Trial<CautiousPseudoLabelsOptions> trial, LinkData data) : LinkModel
{
    public override WeightSnapshot Fit(IReadOnlyList<long> pairs, WeightSnapshot? warm, int round) => throw new NotSupportedException($"{trial}{data}");
    public override LinkPrediction Predict(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<ViewKind> views, int round) => throw new NotSupportedException();
    public override FittedModel Score(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<(int Source, int Target)> test) => throw new NotSupportedException();
}
