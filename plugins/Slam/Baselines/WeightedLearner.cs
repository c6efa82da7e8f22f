using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>A student together with the weights of the present epoch, so that a training stopped in mid-epoch goes on with them.</summary>
internal sealed class WeightedLearner : Classifier
{
    private const string Buffer = "weights";

    private readonly Classifier _student;

    /// <summary>Gives every image weight 1.</summary>
    /// <param name="student">The student; it stays the caller's.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="device">Where all live.</param>
    public WeightedLearner(Classifier student, int images, torch.Device device)
        : base(nameof(WeightedLearner))
    {
        _student = student;
        register_module("student", student);
        register_buffer(Buffer, torch.ones(images, device: device));
    }

    /// <summary>The student.</summary>
    public Classifier Student => _student;

    /// <summary>ω of each image <c>[N]</c>.</summary>
    public torch.Tensor Weights => get_buffer(Buffer)!;

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages => _student.Stages;

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input) => _student.call(input);
}
