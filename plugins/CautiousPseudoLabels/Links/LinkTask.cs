using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>x.</summary>
internal sealed class LinkTask(Trial<CautiousPseudoLabelsOptions> trial) : PseudoLabelTask
{
    public override double Accuracy(IReadOnlyList<PseudoLabel> labels) => throw new NotSupportedException(trial.ToString());
    public override Chosen Choose(WeightSnapshot teacher, PseudoLabelSet labels, ThresholdState threshold, int round) => throw new NotSupportedException();
    public override void Dispose() { }
    public override FittedModel FitBase() => throw new NotSupportedException();
    public override FittedModel FitStudent(PseudoLabelSet labels, Chosen chosen, int round) => throw new NotSupportedException();
}
