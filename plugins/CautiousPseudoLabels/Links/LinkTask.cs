using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Strategies;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>The rounds of the method on the prediction of links: a pseudo link joins the positives, the graph that messages pass through, and the ban list of negatives.</summary>
internal sealed class LinkTask : PseudoLabelTask
{
    private readonly Trial<CautiousPseudoLabelsOptions> _trial;
    private readonly CautiousPseudoLabelsOptions _options;
    private readonly LinkData _data;
    private readonly LinkModel _model;

    /// <summary>Loads the data.</summary>
    public LinkTask(Trial<CautiousPseudoLabelsOptions> trial)
    {
        (_trial, _options) = (trial, trial.Options);
        var graph = Graph.Load(_options.Dataset, trial.Data);
        var split = LinkSplit.Random(graph, _options.Link.TrainFraction, _options.Link.ValidationFraction, trial.Seed);
        LinkInputs.Log(trial.Inputs, graph, split, _options.Dataset);
        _data = new LinkData(_options.NormaliseFeatures ?? false ? graph with { Features = graph.Features.RowNormalised() } : graph, split);
        _model = _options.Link.Model == LinkModelKind.Seal ? new SealModel(trial, _data) : new AutoencoderModel(trial, _data);
    }

    /// <inheritdoc/>
    public override FittedModel FitBase()
    {
        var folder = _trial.Cache.GetOrAdd(LinkBaseModel.Key(_trial), build =>
        {
            using var best = _model.Fit(_data.Training, null, round: 0);
            best.Save(Path.Combine(build.Folder, LinkBaseModel.BestFile));
            _model.Warm!.Save(Path.Combine(build.Folder, LinkBaseModel.WarmFile));
        }, _trial.Cancellation);
        return _model.Score(WeightSnapshot.Load(Path.Combine(folder, LinkBaseModel.BestFile)), _data.Training, _data.Split.Test.Edges);
    }

    /// <inheritdoc/>
    public override FittedModel FitStudent(PseudoLabelSet labels, Chosen chosen, int round)
    {
        var pairs = Pairs(labels);
        using var warm = _options.EffectiveInit == StudentInit.WarmStart ? WeightSnapshot.Load(WarmFile()) : null;
        var weights = _model.Fit(pairs, warm, round);
        var test = _options.Strategy == Strategy.Oracle ? [.. _data.Split.Test.Edges.Where(edge => !labels.Contains(_data.Pair(edge)))] : _data.Split.Test.Edges;
        return _model.Score(weights, pairs, test);
    }

    /// <inheritdoc/>
    public override Chosen Choose(WeightSnapshot teacher, PseudoLabelSet labels, ThresholdState threshold, int round)
    {
        var pairs = Pairs(labels);
        using var prediction = _model.Predict(teacher, pairs, _options.EffectiveViews, round);
        var seed = Seeds.Derive(_trial.Seed, "round", round);
        var labelled = _options.LabelsAnew ? _data.Training.ToHashSet() : pairs.ToHashSet();
        var picked = LinkStrategies.Choose(_options, _data, prediction, labelled, threshold, seed);
        var control = prediction.Draw(picked.Count, labelled, pair => !_data.Edges.Contains(pair), new RandomStream(Seeds.Derive(seed, "control")));
        return new Chosen(picked, LinkTheory.Of(prediction, _data, labelled, pairs, picked, control));
    }

    /// <inheritdoc/>
    public override double Accuracy(IReadOnlyList<PseudoLabel> labels) => labels.Count(label => _data.Edges.Contains(label.Sample)) / (double)labels.Count;

    /// <inheritdoc/>
    public override void Dispose() => _model.Dispose();

    private IReadOnlyList<long> Pairs(PseudoLabelSet labels) => [.. _data.Training, .. labels.Labels.Select(label => label.Sample)];

    private string WarmFile() => Path.Combine(
        _trial.Cache.GetOrAdd(LinkBaseModel.Key(_trial), _ => throw new InvalidOperationException("the base model was trained before"), _trial.Cancellation), LinkBaseModel.WarmFile);
}
