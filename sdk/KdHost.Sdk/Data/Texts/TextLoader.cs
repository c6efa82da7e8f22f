using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Sdk.Data.Texts;

/// <summary>Some texts as numbers, ready for a model. The tensors belong to the dispose scope in which the batch was made.</summary>
/// <param name="Words">Numbers of the words <c>[B, L]</c>, int64, padded at the end with <see cref="Vocabulary.Padding"/>.</param>
/// <param name="Lengths">Words of each text <c>[B]</c>, int64, at least 1.</param>
/// <param name="Labels">Classes <c>[B]</c>, int64.</param>
public sealed record TextBatch(torch.Tensor Words, torch.Tensor Lengths, torch.Tensor Labels)
{
    /// <summary>Position of each text in its set.</summary>
    public IReadOnlyList<int> Positions { get; init; } = [];
}

/// <summary>Cuts texts into batches: a function of (seed, epoch, index) alone. L is the length of the longest text of a batch.</summary>
public sealed class TextLoader
{
    private readonly IReadOnlyList<int>[] _encoded;
    private readonly TextSet _texts;
    private readonly EpochOrder _order;
    private readonly torch.Device _device;
    private readonly int _batchSize;

    /// <summary>Makes a loader; texts are turned into numbers once.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vocabulary">The words that the model knows.</param>
    /// <param name="longest">Most words of a text that are kept.</param>
    /// <param name="batchSize">Texts a batch; the last batch of an epoch may be smaller.</param>
    /// <param name="device">Where the batches are.</param>
    /// <param name="shuffleSeed">Seed of the order; null keeps the order of the set.</param>
    public TextLoader(TextSet texts, Vocabulary vocabulary, int longest, int batchSize, torch.Device device, long? shuffleSeed)
    {
        (_texts, _device, _batchSize) = (texts, device, batchSize);
        _order = new EpochOrder(texts.Count, shuffleSeed, repeats: 1);
        _encoded = [.. texts.Texts.Select(text => vocabulary.Encode(text, longest) is { Count: > 0 } words ? words : [Vocabulary.Unknown])];
    }

    /// <summary>Batches an epoch.</summary>
    public int BatchesPerEpoch => (_texts.Count + _batchSize - 1) / _batchSize;

    /// <summary>Makes one batch in the current dispose scope.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="index">Which batch of the epoch, counted from 0.</param>
    public TextBatch Get(int epoch, int index)
    {
        var start = index * _batchSize;
        var (positions, _) = _order.Slice(epoch, start, Math.Min(_batchSize, _texts.Count - start));
        var longest = positions.Max(position => _encoded[position].Count);
        var words = new long[positions.Length * longest];
        foreach (var (row, position) in positions.Index())
        {
            foreach (var (column, word) in _encoded[position].Index())
                words[(row * longest) + column] = word;
        }

        return new TextBatch(
            torch.tensor(words, [positions.Length, longest], device: _device),
            torch.tensor(Array.ConvertAll(positions, position => (long)_encoded[position].Count), device: _device),
            torch.tensor(Array.ConvertAll(positions, position => (long)_texts.Labels[position]), device: _device)) { Positions = positions };
    }
}
