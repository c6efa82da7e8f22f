using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>Eq. (14): the mean of Eq. (1) or (5), and the variational bound on what the student's features say about the teacher's, for the images as the student sees them.</summary>
internal sealed class VidLoss : IUnionLoss
{
    private readonly VidLearner _learner;
    private readonly Classifier _teacher;
    private readonly LabelTable _labels;
    private readonly SlamOptions _options;
    private readonly FeatureTap _studentTap, _teacherTap;

    public VidLoss(VidLearner learner, Classifier student, Classifier teacher, LabelTable labels, SlamOptions options)
    {
        (_learner, Student, _teacher, _labels, _options) = (learner, student, teacher, labels, options);
        _studentTap = new FeatureTap(student, learner.Pairs.Select(pair => pair.Student));
        _teacherTap = new FeatureTap(teacher, learner.Pairs.Select(pair => pair.Teacher));
    }

    public Classifier Student { get; }

    public Classifier Learner => _learner;

    public void BeginEpoch(int epoch)
    {
        // Nothing changes from epoch to epoch.
    }

    public torch.Tensor Of(Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        var loss = ImageLoss.Of(_learner.call(batch.Images), _labels.Rows(batch.Positions), _options).mean();
        Teachers.Logits(_teacher, batch);
        foreach (var (pair, regressor) in _learner.Pairs.Zip(_learner.Regressors))
            loss = loss + (_options.VidWeight * regressor.call(VidLearner.AsMap(_studentTap[pair.Student]), VidLearner.AsMap(_teacherTap[pair.Teacher])));
        return loss.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _studentTap.Dispose();
        _teacherTap.Dispose();
        _labels.Dispose();
    }
}
