using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>The base models GAE, on the features, and node2vec, whose vectors a GAE reads, Eqs. (13) to (15).</summary>
internal sealed class AutoencoderModel : LinkModel
{
    private const int ViewsPerRound = 1000;

    private readonly Trial<CautiousPseudoLabelsOptions> _trial;
    private readonly CautiousPseudoLabelsOptions _options;
    private readonly LinkData _data;
    private readonly LinkViews _views;
    private readonly LinkEncoder _model;
    private readonly WeightSnapshot _fresh;

    /// <summary>Makes the network.</summary>
    public AutoencoderModel(Trial<CautiousPseudoLabelsOptions> trial, LinkData data)
    {
        (_trial, _options, _data) = (trial, trial.Options, data);
        _views = new LinkViews(data, _options, trial.Device);
        var inputs = _options.Link.Model == LinkModelKind.Node2vec ? _options.Link.Node2vec.Width : data.Graph.Features.Columns;
        _model = Seeds.Initialise(trial.Seed, () => new LinkEncoder(data.Nodes, inputs, _options.Link));
        _model.to(trial.Device);
        _fresh = WeightSnapshot.Of(_model);
    }

    /// <inheritdoc/>
    public override WeightSnapshot Fit(IReadOnlyList<long> pairs, WeightSnapshot? warm, int round)
    {
        (warm ?? _fresh).CopyTo(_model);
        Embed(pairs);
        using var graph = _views.Clean(pairs, _model.Embedding);
        using var generator = new Generator(0, _trial.Device);
        using var optimizer = new Adam(new FlatParameters(_model)) { LearningRate = _options.LearningRate, WeightDecay = _options.WeightDecay };
        _model.Encoder.Generator = generator;
        var ban = NegativePairs.Ban(_data, pairs, _options.Link.NegativeBan);
        var (best, bestValue) = ((WeightSnapshot?)null, double.NegativeInfinity);
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            _trial.Cancellation.ThrowIfCancellationRequested();
            Step(graph, optimizer, generator, pairs, ban, _options.Link.FixedNoise ? Seeds.Derive(_trial.Seed, "fixed noise") : Seeds.Derive(Seeds.Derive(_trial.Seed, "noise", round), "epoch", epoch), epoch);
            if (round == 0 && epoch == _options.WarmEpoch)
                Warm = WeightSnapshot.Of(_model);
            _trial.Progress.Report(new TrialProgress(round == 0 ? "base model" : $"round {round}", epoch + 1, _options.Epochs, 0));
            if ((epoch + 1) % _options.Link.EvaluateEvery != 0 && epoch + 1 < _options.Epochs)
                continue;
            var value = ValidationArea(graph);
            if (value <= bestValue)
                continue;
            best?.Dispose();
            (best, bestValue) = (WeightSnapshot.Of(_model), value);
        }

        if (round == 0)
            Warm ??= WeightSnapshot.Of(_model);
        _model.Encoder.Generator = null;
        return best!;
    }

    /// <inheritdoc/>
    public override FittedModel Score(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<(int Source, int Target)> test)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        weights.CopyTo(_model);
        _model.eval();
        using var graph = _views.Clean(pairs, _model.Embedding);
        var vectors = _model.Encoder.call(graph);
        var split = _data.Split;
        return Ranked(weights, Scores(vectors, split.Validation.Edges), Scores(vectors, split.Validation.Others), Scores(vectors, test), Scores(vectors, split.Test.Others));
    }

    /// <inheritdoc/>
    public override LinkPrediction Predict(WeightSnapshot weights, IReadOnlyList<long> pairs, IReadOnlyList<ViewKind> views, int round)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        weights.CopyTo(_model);
        _model.eval();
        var vectors = new List<Tensor>();
        using (var clean = _views.Clean(pairs, _model.Embedding))
            vectors.Add(_model.Encoder.call(clean));
        foreach (var (index, kind) in views.Index())
        {
            using var view = _views.Create(kind, pairs, _model.Embedding, Seeds.Derive(_trial.Seed, "view", (round * ViewsPerRound) + index));
            vectors.Add(_model.Encoder.call(view));
        }

        return new VectorPrediction(vectors, _options.Link.BlockRows);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _model.Dispose();
        _fresh.Dispose();
    }

    private void Embed(IReadOnlyList<long> pairs)
    {
        if (_model.Embedding is not { } embedding)
            return;
        using var vectors = Node2Vec.Train(_data.Nodes, [.. pairs.Select(_data.Ends)], _options.Link.Node2vec, _trial.Seed, _trial.Device, _trial.Cancellation);
        using var noGradient = no_grad();
        embedding.copy_(vectors);
    }

    private void Step(GraphTensors graph, Adam optimizer, Generator generator, IReadOnlyList<long> pairs, HashSet<long> ban, long seed, int epoch)
    {
        using var scope = NewDisposeScope();
        generator.manual_seed(seed);
        _model.train();
        optimizer.ZeroGradients();
        var vectors = _model.Encoder.call(graph);
        var negatives = NegativePairs.Draw(_data.Nodes, pairs.Count, ban, new RandomStream(seed));
        var loss = LinkLosses.Of(ScoresOf(vectors, pairs), ScoresOf(vectors, negatives), _options.Link.Loss);
        loss.backward();
        optimizer.Step();
        DivergedException.ThrowIfNotFinite(loss.ToDouble(), epoch + 1);
    }

    private double ValidationArea(GraphTensors graph)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _model.eval();
        var vectors = _model.Encoder.call(graph);
        return RankingMetrics.AreaUnderCurve(Scores(vectors, _data.Split.Validation.Edges), Scores(vectors, _data.Split.Validation.Others));
    }

    private Tensor ScoresOf(Tensor vectors, IReadOnlyList<long> pairs) => GraphAutoencoder.Scores(
        vectors, tensor(pairs.Select(pair => pair / _data.Nodes).ToArray(), device: vectors.device), tensor(pairs.Select(pair => pair % _data.Nodes).ToArray(), device: vectors.device));

    private float[] Scores(Tensor vectors, IReadOnlyList<(int Source, int Target)> edges)
    {
        using var scope = NewDisposeScope();
        return ScoresOf(vectors, [.. edges.Select(_data.Pair)]).cpu().data<float>().ToArray();
    }
}
