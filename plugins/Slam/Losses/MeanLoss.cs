using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>Eq. (1) and (5): the mean over the images of A ∪ U.</summary>
internal sealed class MeanLoss(Classifier student, LabelTable labels, SlamOptions options) : IUnionLoss
{
    public Classifier Student => student;

    public Classifier Learner => student;

    public void BeginEpoch(int epoch)
    {
        // Nothing changes from epoch to epoch.
    }

    public torch.Tensor Of(Batch batch) => ImageLoss.Of(student.call(batch.Images), labels.Rows(batch.Positions), options).mean();

    public void Dispose() => labels.Dispose();
}
