using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>
/// Predictions by products of the nodes' vectors, Eq. (14), over all n² pairs. The matrix of scores is taken in blocks of rows, and of each unordered pair one score is computed and mirrored,
/// so that both directions tie exactly.
/// </summary>
internal sealed class VectorPrediction : LinkPrediction
{
    private const int TriesPerPair = 2000;

    private readonly Tensor[] _vectors;
    private readonly float[][] _values;
    private readonly int _nodes, _width, _blockRows;

    /// <summary>Takes the vectors.</summary>
    /// <param name="vectors">Vectors <c>[n, D]</c> of the clean graph and of each view; becomes this object's.</param>
    /// <param name="blockRows">Rows of a block.</param>
    public VectorPrediction(IReadOnlyList<Tensor> vectors, int blockRows)
    {
        _vectors = [.. vectors.Select(vector => vector.detach().DetachFromDisposeScope())];
        _values = [.. vectors.Select(vector => vector.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray())];
        (_nodes, _width, _blockRows) = ((int)vectors[0].shape[0], (int)vectors[0].shape[1], blockRows);
    }

    /// <inheritdoc/>
    public override double Probability(long pair) => _values.Average(values => Sigmoid(Score(values, pair)));

    /// <inheritdoc/>
    public override bool Agrees(long pair)
    {
        var clean = Score(_values[0], pair) > 0;
        return _values.Skip(1).All(values => Score(values, pair) > 0 == clean);
    }

    /// <inheritdoc/>
    public override bool AgreesOnAverage(long pair) =>
        _values.Length == 1 || _values.Skip(1).Average(values => Sigmoid(Score(values, pair))) > 0.5 == Score(_values[0], pair) > 0;

    /// <inheritdoc/>
    public override IReadOnlyList<PseudoLabel> Top(int count, IReadOnlySet<long> labelled)
    {
        var best = new List<(float Score, long Pair)>();
        var closed = labelled.Where(pair => pair / _nodes < pair % _nodes && labelled.Contains(Reverse(pair))).Order().ToArray();
        foreach (var (first, block) in UpperBlocks())
        {
            using (block)
                best = [.. best.Concat(TopOf(block, first, count, closed)).OrderByDescending(item => item.Score).ThenBy(item => item.Pair).Take(count)];
        }

        return [.. best.SelectMany(item => new[] { item, (item.Score, Pair: Reverse(item.Pair)) })
            .Where(item => !labelled.Contains(item.Pair))
            .OrderByDescending(item => item.Score).ThenBy(item => item.Pair)
            .Take(count)
            .Select(item => new PseudoLabel(item.Pair, 1, item.Score))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PseudoLabel> Draw(int count, IReadOnlySet<long> labelled, Func<long, bool> accepts, RandomStream random)
    {
        var drawn = new SortedSet<long>();
        for (var tries = (long)count * TriesPerPair; tries > 0 && drawn.Count < count; tries--)
        {
            var (source, target) = (random.NextInt(_nodes), random.NextInt(_nodes));
            var pair = ((long)source * _nodes) + target;
            if (source != target && !labelled.Contains(pair) && accepts(pair))
                drawn.Add(pair);
        }

        return [.. drawn.Select(Label)];
    }

    /// <inheritdoc/>
    public override CandidateSums Sums(IReadOnlySet<long> labelled, IReadOnlySet<long> edges)
    {
        var (pseudo, absent) = (0.0, 0.0);
        foreach (var (first, block) in UpperBlocks())
        {
            using var scope = NewDisposeScope();
            using (block)
            {
                var isUpper = ones_like(block, ScalarType.Bool).triu(first + 1);
                var probabilities = block.masked_select(isUpper).to(ScalarType.Float64);
                pseudo -= (probabilities + LinkLosses.Epsilon).log().sum().ToDouble();
                absent -= (1 - probabilities + LinkLosses.Epsilon).log().sum().ToDouble();
            }
        }

        // Every pair stands in both directions; edges have the other cross-entropy, and the labelled are no candidates.
        var ofEdges = edges.Sum(pair => TrueEntropy(pair, edges) + Math.Log(1 - Probability(pair) + LinkLosses.Epsilon));
        return new CandidateSums(
            ((long)_nodes * (_nodes - 1)) - labelled.Count,
            (2 * absent) + ofEdges - labelled.Sum(pair => TrueEntropy(pair, edges)),
            (2 * pseudo) - labelled.Sum(LinkEntropy));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var vectors in _vectors)
            vectors.Dispose();
    }

    /// <summary>Blocks of P̄ with their first row; entries below and on the diagonal are 0.</summary>
    internal IEnumerable<(int First, Tensor Block)> UpperBlocks()
    {
        for (var first = 0; first < _nodes; first += _blockRows)
            yield return (first, Block(first, Math.Min(_blockRows, _nodes - first)));
    }

    // One view after the other is added in place, so that two blocks are in memory whatever the number of views.
    private Tensor Block(int first, int rows)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor? sum = null;
        foreach (var vectors in _vectors)
        {
            using var inner = NewDisposeScope();
            var probabilities = vectors.narrow(0, first, rows).mm(vectors.t()).sigmoid_();
            sum = sum is null ? probabilities.MoveToOuterDisposeScope() : sum.add_(probabilities);
        }

        using Scalar count = _vectors.Length;
        return sum!.div_(count).triu_(first + 1).MoveToOuterDisposeScope();
    }

    private List<(float Score, long Pair)> TopOf(Tensor block, int first, int count, long[] closed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var flat = block.view(-1);
        var offset = (long)first * _nodes;
        var inside = closed.Where(pair => pair >= offset && pair < offset + flat.shape[0]).Select(pair => pair - offset).ToArray();
        if (inside.Length > 0)
            flat.index_fill_(0, tensor(inside, device: block.device), 0);
        var (values, places) = flat.topk((int)Math.Min(count, flat.shape[0]));
        var (scores, indices) = (values.cpu().data<float>().ToArray(), places.cpu().data<long>().ToArray());

        // Where scores equal the last one, libtorch takes any of them; the lowest numbers are wanted.
        var last = scores[^1];
        var top = scores.Zip(indices).Where(item => item.First > last && item.First > 0).Select(item => (item.First, item.Second + offset)).ToList();
        if (last > 0)
            top.AddRange(flat.eq(last).nonzero().view(-1).cpu().data<long>().ToArray().Take(scores.Length - top.Count).Select(index => (last, index + offset)));
        return top;
    }

    private long Reverse(long pair) => ((pair % _nodes) * _nodes) + (pair / _nodes);

    private double Score(float[] values, long pair)
    {
        var (i, j) = ((int)(Math.Min(pair / _nodes, pair % _nodes) * _width), (int)(Math.Max(pair / _nodes, pair % _nodes) * _width));
        var sum = 0f;
        for (var d = 0; d < _width; d++)
            sum += values[i + d] * values[j + d];
        return sum;
    }

    private static double Sigmoid(double score) => 1 / (1 + Math.Exp(-score));
}
