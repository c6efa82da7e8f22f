using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>How a compared method makes one number of the losses of a batch from A ∪ U.</summary>
internal interface IUnionLoss : IDisposable
{
    /// <summary>The student.</summary>
    Classifier Student { get; }

    /// <summary>The network that learns: the student, with whatever the method trains or remembers beside it.</summary>
    Classifier Learner { get; }

    /// <summary>An epoch begins.</summary>
    /// <param name="epoch">Counted from 0.</param>
    void BeginEpoch(int epoch);

    /// <summary>The loss of a batch, a scalar.</summary>
    /// <param name="batch">The images; positions count in A ∪ U.</param>
    torch.Tensor Of(Batch batch);
}
