using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>
/// The base model SEAL: a classifier of the subgraphs around pairs. Candidates are random pairs, as many as there are training pairs, drawn anew in each round from those that are not
/// labelled. Of the held-out pairs the shares that the options name are scored.
/// </summary>
internal sealed class SealModel : LinkModel
{
    private const int ViewsPerRound = 1000, ScoringBatch = 256;

    private readonly Trial<CautiousPseudoLabelsOptions> _trial;
    private readonly CautiousPseudoLabelsOptions _options;
    private readonly LinkData _data;
    private readonly Dgcnn _model;
    private readonly WeightSnapshot _fresh;

    /// <summary>Makes the network; the size of its pool comes from the training subgraphs.</summary>
    public SealModel(Trial<CautiousPseudoLabelsOptions> trial, LinkData data)
    {
        (_trial, _options, _data) = (trial, trial.Options, data);
        var seal = _options.Link.Seal;
        var neighbours = Neighbours(data.Training);
        int[] sizes = [.. data.Training.Select(pair => EnclosingSubgraph.Of(neighbours, data.Ends(pair), seal.Hops).Nodes.Count).Order()];
        var pool = sizes[Math.Min(sizes.Length - 1, Math.Max(0, (int)Math.Ceiling(seal.PoolQuantile * sizes.Length) - 1))];
        _model = Seeds.Initialise(trial.Seed, () => new Dgcnn(data.Graph.Features.Columns, seal.Hidden, seal.Layers, pool, seal.Dropout));
        _model.to(trial.Device);
        _fresh = WeightSnapshot.Of(_model);
    }

    /// <inheritdoc/>
    public override WeightSnapshot Fit(IReadOnlyList<long> pairs, WeightSnapshot? warm, int round)
    {
        (warm ?? _fresh).CopyTo(_model);
        var neighbours = Neighbours(pairs);
        var ban = NegativePairs.Ban(_data, pairs, _options.Link.NegativeBan);
        using var generator = new Generator((ulong)Seeds.Derive(_trial.Seed, "dropout", round), _trial.Device);
        using var optimizer = new Adam(new FlatParameters(_model)) { LearningRate = _options.LearningRate, WeightDecay = _options.WeightDecay };
        _model.Generator = generator;
        var validation = Share(_data.Split.Validation, _options.Link.Seal.ValidationShare);
        var (best, bestValue) = ((WeightSnapshot?)null, double.NegativeInfinity);
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var random = new RandomStream(Seeds.Derive(_trial.Seed, "pairs", (round * (long)ScoringBatch * _options.Epochs) + epoch));
            var negatives = NegativePairs.Draw(_data.Nodes, pairs.Count, ban, random);
            foreach (var batch in random.Permutation(2 * pairs.Count).Chunk(_options.Link.Seal.BatchSize))
            {
                _trial.Cancellation.ThrowIfCancellationRequested();
                Step(optimizer, neighbours, [.. batch.Select(index => index < pairs.Count ? (pairs[index], 1f) : (negatives[index - pairs.Count], 0f))], epoch);
            }

            if (round == 0 && epoch == _options.WarmEpoch)
                Warm = WeightSnapshot.Of(_model);
            _trial.Progress.Report(new TrialProgress(round == 0 ? "base model" : $"round {round}", epoch + 1, _options.Epochs, 0));
            var value = RankingMetrics.AreaUnderCurve(Probabilities(validation.Edges, neighbours, _data.Graph.Features), Probabilities(validation.Others, neighbours, _data.Graph.Features));
            if (value <= bestValue)
                continue;
            best?.Dispose();
            (best, bestValue) = (WeightSnapshot.Of(_model), value);
        }

        if (round == 0)
            Warm ??= WeightSnapshot.Of(_model);
        _model.Generator = null;
        return best!;
    }

    /// <inheritdoc/>
    public override FittedModel Score(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<(int Source, int Target)> test)
    {
        weights.CopyTo(_model);
        var neighbours = Neighbours(pairs);
        float[] Of(IReadOnlyList<long> scored) => Probabilities(scored, neighbours, _data.Graph.Features);
        var (validation, share) = (Share(_data.Split.Validation, _options.Link.Seal.ValidationShare), _options.Link.Seal.TestShare);
        return Ranked(weights, Of(validation.Edges), Of(validation.Others), Of(Share(test, share)), Of(Share(_data.Split.Test.Others, share)));
    }

    /// <inheritdoc/>
    public override LinkPrediction Predict(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<ViewKind> views, int round)
    {
        weights.CopyTo(_model);
        var random = new RandomStream(Seeds.Derive(_trial.Seed, "candidates", round));
        long[] candidates = [.. NegativePairs.Draw(_data.Nodes, _data.Training.Count, pairs.ToHashSet(), random).Distinct().Order()];
        long[] all = [.. candidates, .. pairs];
        var probabilities = new List<float[]> { Probabilities(all, Neighbours(pairs), _data.Graph.Features) };
        foreach (var (index, kind) in views.Index())
        {
            var seed = Seeds.Derive(_trial.Seed, "view", (round * ViewsPerRound) + index);
            var (features, kept) = View(kind, pairs, seed);
            probabilities.Add(Probabilities(all, Neighbours(kept), features));
        }

        return new ListedPrediction(candidates, all.Index().ToDictionary(item => item.Item, item => probabilities.Select(view => view[item.Index]).ToArray()));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _model.Dispose();
        _fresh.Dispose();
    }

    private (SparseRows Features, IReadOnlyList<long> Pairs) View(ViewKind kind, IReadOnlyList<long> pairs, long seed)
    {
        var random = new RandomStream(seed);
        var (features, drop) = (_data.Graph.Features, _options.AugmentationDrop);
        switch (kind)
        {
            case ViewKind.Feature:
                return (features with { Values = [.. features.Values.Select(value => random.NextChance(drop) ? 0 : (float)(value / (1 - drop)))] }, pairs);
            case ViewKind.Node:
                var dropped = Enumerable.Range(0, (int)(_options.NodeDrop * _data.Nodes)).Select(_ => random.NextInt(_data.Nodes)).ToHashSet();
                var values = features.Values.ToArray();
                foreach (var row in dropped)
                    Array.Clear(values, features.Starts[row], features.Starts[row + 1] - features.Starts[row]);
                return (features with { Values = values }, pairs);
            default:
                var share = kind == ViewKind.Structure ? _options.StructureDrop : drop;
                return (features, [.. pairs.Where(_ => !random.NextChance(share))]);
        }
    }

    private void Step(Adam optimizer, IReadOnlyList<int>[] neighbours, IReadOnlyList<(long Pair, float Label)> batch, int epoch)
    {
        using var scope = NewDisposeScope();
        _model.train();
        optimizer.ZeroGradients();
        using var subgraphs = Batch(batch.Select(item => item.Pair), neighbours, _data.Graph.Features);
        var loss = nn.functional.binary_cross_entropy_with_logits(_model.call(subgraphs), tensor(batch.Select(item => item.Label).ToArray(), device: _trial.Device));
        loss.backward();
        optimizer.Step();
        DivergedException.ThrowIfNotFinite(loss.ToDouble(), epoch + 1);
    }

    private float[] Probabilities(IReadOnlyList<long> pairs, IReadOnlyList<int>[] neighbours, SparseRows features)
    {
        using var noGradient = no_grad();
        _model.eval();
        return [.. pairs.Chunk(ScoringBatch).SelectMany(chunk =>
        {
            _trial.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = Batch(chunk, neighbours, features);
            return _model.call(batch).sigmoid().cpu().data<float>().ToArray();
        })];
    }

    private SubgraphBatch Batch(IEnumerable<long> pairs, IReadOnlyList<int>[] neighbours, SparseRows features) =>
        SubgraphBatch.Of([.. pairs.Select(pair => EnclosingSubgraph.Of(neighbours, _data.Ends(pair), _options.Link.Seal.Hops))], features, _trial.Device);

    private IReadOnlyList<int>[] Neighbours(IReadOnlyList<long> pairs)
    {
        var both = pairs.Concat(pairs.Select(_data.Reverse)).Distinct().Select(_data.Ends).ToLookup(ends => ends.Source, ends => ends.Target);
        return [.. Enumerable.Range(0, _data.Nodes).Select(node => both[node].Order().ToArray())];
    }

    private (IReadOnlyList<long> Edges, IReadOnlyList<long> Others) Share(ValidationLinks links, double share) => (Share(links.Edges, share), Share(links.Others, share));

    // Edges of a split stand in random order, so the first ones are a random share.
    private IReadOnlyList<long> Share(IReadOnlyList<(int Source, int Target)> edges, double share) => [.. edges.Take(Math.Max(1, (int)Math.Round(share * edges.Count))).Select(_data.Pair)];
}
