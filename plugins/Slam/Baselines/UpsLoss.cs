using KdHost.Sdk.Data;
using KdHost.Sdk.Losses;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Plugins.Slam;

/// <summary>Eq. (13): L_pos + L_neg. L_pos is the mean of Eq. (1) or (5) over labelled images and positive pseudo-labels, L_neg that of negative learning over images with negative labels; others are left out.</summary>
internal sealed class UpsLoss : IUnionLoss
{
    private readonly Classifier _student;
    private readonly LabelTable _labels;
    private readonly SlamOptions _options;
    private readonly bool[] _isPositive, _isNegative;
    private readonly torch.Tensor _negatives;

    /// <summary>Takes a selection.</summary>
    /// <param name="student">The student.</param>
    /// <param name="labels">Labels of A ∪ U.</param>
    /// <param name="labelled">|A|: images before those of U.</param>
    /// <param name="selection">What to trust in U.</param>
    /// <param name="options">The options.</param>
    /// <param name="device">Where the batches are.</param>
    public UpsLoss(Classifier student, LabelTable labels, int labelled, UpsSelection selection, SlamOptions options, torch.Device device)
    {
        (_student, _labels, _options) = (student, labels, options);
        var classes = selection.Negatives.Length / selection.IsPositive.Length;
        _isPositive = [.. Enumerable.Repeat(true, labelled), .. selection.IsPositive];
        _isNegative = [.. Enumerable.Repeat(false, labelled), .. selection.Negatives.Chunk(classes).Select(row => row.Any(value => value > 0))];
        _negatives = torch.tensor([.. new float[labelled * classes], .. selection.Negatives], [_isPositive.Length, classes], device: device).DetachFromDisposeScope();
    }

    public Classifier Student => _student;

    public Classifier Learner => _student;

    public void BeginEpoch(int epoch)
    {
        // One round: the selection stays.
    }

    public torch.Tensor Of(Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        var logits = _student.call(batch.Images);
        var loss = logits.sum() * 0; // a batch without any trusted label moves nothing
        var (positive, negative) = (Places(batch, _isPositive), Places(batch, _isNegative));
        if (positive.Length > 0)
            loss = loss + ImageLoss.Of(Rows(logits, positive), _labels.Rows([.. positive.Select(place => batch.Positions[place])]), _options).mean();
        if (negative.Length > 0)
            loss = loss + NegativeLearning.Loss(Rows(logits, negative), Rows(_negatives, [.. negative.Select(place => batch.Positions[place])]));
        return loss.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _negatives.Dispose();
        _labels.Dispose();
    }

    private static int[] Places(Batch batch, bool[] isWanted) => [.. Enumerable.Range(0, batch.Positions.Count).Where(place => isWanted[batch.Positions[place]])];

    private static torch.Tensor Rows(torch.Tensor table, int[] rows) => table.index_select(0, torch.tensor(Array.ConvertAll(rows, row => (long)row), device: table.device));
}
