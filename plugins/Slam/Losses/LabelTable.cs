using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>The labels of all images that a student learns from, on the device, so that a step only picks rows.</summary>
public sealed class LabelTable : IDisposable
{
    private readonly torch.Tensor _targets, _top, _alpha, _isTrue;
    private readonly double[] _trust;

    /// <summary>Copies labels to a device.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="labelled">How many of them, from the first, are true labels.</param>
    /// <param name="classes">C.</param>
    /// <param name="device">Where the batches are.</param>
    public LabelTable(PseudoLabels labels, int labelled, int classes, torch.Device device)
    {
        _trust = labels.Noise.Alpha;
        _targets = torch.tensor(labels.Targets, [_trust.Length, classes], device: device).DetachFromDisposeScope();
        _top = torch.tensor(labels.Top, [_trust.Length, classes], device: device).DetachFromDisposeScope();
        _alpha = torch.tensor(Array.ConvertAll(_trust, alpha => (float)alpha), device: device).DetachFromDisposeScope();
        _isTrue = torch.tensor([.. Enumerable.Range(0, _trust.Length).Select(image => image < labelled ? 1f : 0f)], device: device).DetachFromDisposeScope();
    }

    /// <summary>The labels of some images, in the current dispose scope.</summary>
    /// <param name="positions">Positions in the table.</param>
    public BatchLabels Rows(IReadOnlyList<int> positions)
    {
        using var scope = torch.NewDisposeScope();
        var rows = torch.tensor([.. positions.Select(position => (long)position)], device: _alpha.device);
        return new BatchLabels(
            _targets.index_select(0, rows).MoveToOuterDisposeScope(),
            _top.index_select(0, rows).MoveToOuterDisposeScope(),
            _alpha.index_select(0, rows).MoveToOuterDisposeScope(),
            _isTrue.index_select(0, rows).MoveToOuterDisposeScope(),
            positions.All(position => _trust[position] == 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _targets.Dispose();
        _top.Dispose();
        _alpha.Dispose();
        _isTrue.Dispose();
    }
}

/// <summary>The labels of one batch.</summary>
/// <param name="Target">y <c>[B, C]</c>.</param>
/// <param name="Top">top(y_s; k) <c>[B, C]</c>.</param>
/// <param name="Alpha">α <c>[B]</c>.</param>
/// <param name="IsTrue">1 for a true label, 0 for a teacher's <c>[B]</c>.</param>
/// <param name="AreTrusted">Whether every α is 1, so that mixing changes nothing.</param>
public sealed record BatchLabels(torch.Tensor Target, torch.Tensor Top, torch.Tensor Alpha, torch.Tensor IsTrue, bool AreTrusted);
