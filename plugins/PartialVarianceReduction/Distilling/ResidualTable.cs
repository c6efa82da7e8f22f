using KdHost.Plugins.PartialVarianceReduction.Networks;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>
/// What pulls each sample's logits, worked out once for all samples: with a teacher that stands still, a step of distillation costs no more than a step of SGD.
/// </summary>
/// <param name="labels">b <c>[N, C]</c>, one-hot.</param>
/// <param name="form">Loss or gradient form.</param>
/// <param name="loss">The loss of a sample.</param>
/// <param name="temperature">T; other than 1 in the loss form only.</param>
public sealed class ResidualTable(torch.Tensor labels, DistillationForm form, SampleLoss loss, double temperature) : IDisposable
{
    private torch.Tensor? _target, _softTeacher, _lambda;
    private long _replicateStride;

    /// <summary>Whether a teacher has been given.</summary>
    public bool HasTeacher => _target is not null;

    /// <summary>Takes a teacher and λ; again whenever one of them has changed.</summary>
    /// <param name="teacherLogits">z_θ <c>[S or 1, N, K or 1, C]</c>.</param>
    /// <param name="lambda">λ <c>[K]</c>.</param>
    public void Update(torch.Tensor teacherLogits, torch.Tensor lambda)
    {
        Clear();
        using var scope = torch.NewDisposeScope();
        _lambda = lambda.view(1, 1, -1, 1).detach().clone().DetachFromDisposeScope();
        _replicateStride = teacherLogits.shape[0] > 1 ? labels.shape[0] : 0;
        var hard = labels.view(1, labels.shape[0], 1, labels.shape[1]);
        if (temperature == 1)
        {
            var teacher = DistillationFormulas.Predict(teacherLogits, loss);
            var target = form == DistillationForm.Loss ? DistillationFormulas.MixedTarget(hard, teacher, _lambda) : DistillationFormulas.ShiftedTarget(hard, teacher, _lambda);
            _target = Flat(target);
        }
        else
        {
            _target = Flat(hard);
            _softTeacher = Flat(softmax(teacherLogits / temperature, -1));
        }
    }

    /// <summary>The gradient of the samples' loss in their logits.</summary>
    /// <param name="logits"><c>[S, B, K, C]</c>.</param>
    /// <param name="index">Which samples, one sample order after the other, <c>[S·B]</c>.</param>
    public torch.Tensor Residual(torch.Tensor logits, torch.Tensor index)
    {
        if (_target is null)
            return LabelResidual(logits, index);
        var place = Place(logits, index);
        if (_softTeacher is null)
            return DistillationFormulas.Residual(logits, Rows(_target, place, logits), loss);
        return DistillationFormulas.TemperedResidual(logits, Rows(labels, index, logits), Rows(_softTeacher, place, logits), _lambda!, temperature);
    }

    /// <summary>The gradient of the samples' loss against their labels alone, r_x.</summary>
    /// <param name="logits"><c>[S, B, K, C]</c>.</param>
    /// <param name="index">Which samples, <c>[S·B]</c>.</param>
    public torch.Tensor LabelResidual(torch.Tensor logits, torch.Tensor index) => DistillationFormulas.Residual(logits, Rows(labels, index, logits), loss);

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private static torch.Tensor Flat(torch.Tensor table) => table.reshape(table.shape[0] * table.shape[1], table.shape[2] * table.shape[3]).DetachFromDisposeScope();

    private static torch.Tensor Rows(torch.Tensor table, torch.Tensor index, torch.Tensor logits) =>
        table.index_select(0, index).view(logits.shape[0], logits.shape[1], -1, logits.shape[3]);

    // Sample orders with teachers of their own stand one behind the other in the table.
    private torch.Tensor Place(torch.Tensor logits, torch.Tensor index)
    {
        if (_replicateStride == 0)
            return index;
        var offset = torch.arange(logits.shape[0], torch.ScalarType.Int64).mul_(_replicateStride).unsqueeze(1);
        return (index.view(logits.shape[0], -1) + offset).flatten();
    }

    private void Clear()
    {
        _target?.Dispose();
        _softTeacher?.Dispose();
        _lambda?.Dispose();
        (_target, _softTeacher, _lambda) = (null, null, null);
    }
}
