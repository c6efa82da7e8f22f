using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>Eq. (15): the mean of ω(x) times the loss of Eq. (1) or (5); ω is estimated anew at the start of every epoch but the first. Labelled images keep weight 1.</summary>
/// <param name="learner">Student and weights.</param>
/// <param name="labels">Labels of A ∪ U.</param>
/// <param name="pool">The images.</param>
/// <param name="outputs">The teacher's probabilities.</param>
/// <param name="onValidation">The teacher's labels of V.</param>
/// <param name="options">The options.</param>
/// <param name="device">Where the batches are.</param>
internal sealed class WeightedLoss(
    WeightedLearner learner, LabelTable labels, LabelledPool pool, TeacherOutputs outputs, PseudoLabels onValidation, SlamOptions options, torch.Device device) : IUnionLoss
{
    private readonly LabelTable _teacherLabels = new(onValidation, labelled: 0, outputs.Validation.Classes, device);
    private readonly LabelTable _trueLabels = new(
        PseudoLabels.True(pool.Validation.Labels, outputs.Validation.Classes) with { Top = onValidation.Top, Noise = onValidation.Noise }, labelled: 0, outputs.Validation.Classes, device);

    public Classifier Student => learner.Student;

    public Classifier Learner => learner;

    public void BeginEpoch(int epoch)
    {
        if (epoch == 0)
            return;
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var source = pool.Data.Source;
        var logits = Predictions.Logits(learner, pool.Validation, source, device);
        int[] all = [.. Enumerable.Range(0, pool.Validation.Count)];
        var (ofTruth, ofTeacher) = (Losses(logits, _trueLabels.Rows(all)), Losses(logits, _teacherLabels.Rows(all)));
        var student = Table(logits);
        var onPool = Table(Predictions.Logits(learner, pool.Unlabelled, source, device));
        var hits = outputs.Validation.Hits(pool.Validation.Labels);
        WeightedPoint[] points = [.. all.Select(image => new WeightedPoint(Confidence(outputs.Validation, image), Confidence(student, image), hits[image], ofTruth[image], ofTeacher[image]))];
        var weights = DistillationWeights.Of(
            points,
            [.. Enumerable.Range(0, onPool.Count).Select(image => (Confidence(outputs.Unlabelled, image), Confidence(onPool, image)))],
            options.Neighbours,
            options.Weighted.ClipWeights);
        var labelled = learner.Weights.shape[0] - weights.Count;
        learner.Weights.narrow(0, labelled, weights.Count).copy_(torch.tensor([.. weights.Select(weight => (float)weight.Weight)]));
    }

    public torch.Tensor Of(Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        var losses = ImageLoss.Of(learner.call(batch.Images), labels.Rows(batch.Positions), options);
        var rows = torch.tensor([.. batch.Positions.Select(position => (long)position)], device: device);
        return (learner.Weights.index_select(0, rows) * losses).mean().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _teacherLabels.Dispose();
        _trueLabels.Dispose();
        labels.Dispose();
    }

    private static ProbabilityTable Table(torch.Tensor logits) => ProbabilityTable.Of(torch.nn.functional.softmax(logits, 1));

    private float[] Losses(torch.Tensor logits, BatchLabels against) => ImageLoss.Of(logits, against, options).cpu().data<float>().ToArray();

    private double Confidence(ProbabilityTable table, int image) => options.Weighted.Confidence == Slam.Confidence.Margin ? table.Margin(image) : table.NegativeEntropy(image);
}
