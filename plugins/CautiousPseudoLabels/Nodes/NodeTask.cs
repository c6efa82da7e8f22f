using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Selection;
using KdHost.Plugins.CautiousPseudoLabels.Strategies;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Nodes;

/// <summary>The rounds of the method on the classification of nodes.</summary>
internal sealed class NodeTask : PseudoLabelTask
{
    private const int ViewsPerRound = 1000;

    private readonly Trial<CautiousPseudoLabelsOptions> _trial;
    private readonly CautiousPseudoLabelsOptions _options;
    private readonly Graph _graph;
    private readonly NodeSplit _split;
    private readonly IReadOnlyList<(int Node, int Label)> _given;
    private readonly NodeViews _views;
    private readonly GraphTensors _clean;
    private readonly NodePart _validation;
    private readonly NodeClassifier _model;
    private readonly WeightSnapshot _fresh;
    private WeightSnapshot? _warm;
    private (Tensor Uncertainty, Tensor Transition)? _weighing;

    /// <summary>Loads the data.</summary>
    public NodeTask(Trial<CautiousPseudoLabelsOptions> trial)
    {
        (_trial, _options) = (trial, trial.Options);
        var graph = Graph.Load(_options.Dataset, trial.Data);
        _graph = _options.NormaliseFeatures ?? true ? graph with { Features = graph.Features.RowNormalised() } : graph;
        _split = NodeSplits.Of(graph, _options, trial.Seed);
        NodeSplits.Log(trial.Inputs, graph, _split, _options.Dataset);
        _given = [.. _split.Training.Nodes.Select(node => (node, graph.Labels[node]))];
        _views = new NodeViews(_graph, _options, trial.Device);
        _clean = _views.Clean();
        _validation = new NodePart(_split.Validation.Nodes, graph.Labels, trial.Device);
        _model = ModelCatalog.CreateGraphModel(_options.Model, graph.Features.Columns, graph.Classes, _options.Network, trial.Seed);
        _model.to(trial.Device);
        _fresh = WeightSnapshot.Of(_model);
    }

    /// <inheritdoc/>
    public override FittedModel FitBase()
    {
        using var noPseudoLabels = new NodeTrainingSet(_given, [], _trial.Device);
        var folder = _trial.Cache.GetOrAdd(BaseModel.Key(_trial), build => BaseModel.Build(build.Folder, Fit(noPseudoLabels, "base model", 0)), _trial.Cancellation);
        _warm = WeightSnapshot.Load(Path.Combine(folder, BaseModel.WarmFile));
        return Score(WeightSnapshot.Load(Path.Combine(folder, BaseModel.BestFile)), new PseudoLabelSet(), epochs: 0);
    }

    /// <inheritdoc/>
    public override FittedModel FitStudent(PseudoLabelSet labels, Chosen chosen, int round)
    {
        (_options.EffectiveInit == StudentInit.WarmStart ? _warm! : _fresh).CopyTo(_model);
        using var training = new NodeTrainingSet(_given, labels.Labels, _trial.Device) { Uncertainty = _weighing?.Uncertainty, Transition = _weighing?.Transition };
        _weighing = null; // the training set disposes of it
        var fit = Fit(training, $"round {round}", round);
        return Score(fit.Run(), labels, fit.Epochs);
    }

    /// <inheritdoc/>
    public override Chosen Choose(WeightSnapshot teacher, PseudoLabelSet labels, ThresholdState threshold, int round)
    {
        using var scope = NewDisposeScope();
        teacher.CopyTo(_model);
        _model.eval();
        var logits = Logits(round);
        var prediction = new NodePrediction(logits, _options.Average);
        var state = new NodeRound
        {
            Options = _options,
            Prediction = prediction,
            Logits = logits[0],
            Teacher = _model,
            Graph = _clean,
            Given = _given,
            Labels = labels,
            Candidates = Candidates(labels),
            Validation = _validation,
            Truth = _graph.Labels,
            Seed = Seeds.Derive(_trial.Seed, "round", round),
        };
        var picked = NodeStrategies.Choose(state);
        if (_options.Strategy == Strategy.DrGst)
            _weighing = Weigh(state);
        var control = TopConfident.Draw(state.Predictions(), picked.Count, state.Random("control"));
        var labelled = _options.LabelsAnew ? _given : [.. _given, .. labels.Labels.Select(label => ((int)label.Sample, label.Label))];
        var curves = NodeTheory.Of(prediction, labelled, state.Candidates, picked, control, _graph.Labels);
        return new Chosen(picked, curves) { Sweep = round == 1 ? NodeTheory.Sweep(prediction, state.Candidates, _graph.Labels) : [] };
    }

    /// <inheritdoc/>
    public override double Accuracy(IReadOnlyList<PseudoLabel> labels) => labels.Count(label => _graph.Labels[(int)label.Sample] == label.Label) / (double)labels.Count;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _clean.Dispose();
        _validation.Dispose();
        _model.Dispose();
        _fresh.Dispose();
        _warm?.Dispose();
        _weighing?.Uncertainty.Dispose();
        _weighing?.Transition.Dispose();
    }

    // The clean logits first, then those of the views.
    private List<Tensor> Logits(int round)
    {
        using var noGradient = no_grad();
        var logits = new List<Tensor> { _model.call(_clean) };
        foreach (var (index, kind) in _options.EffectiveViews.Index())
        {
            using var view = _views.Create(kind, Seeds.Derive(_trial.Seed, "view", (round * ViewsPerRound) + index));
            logits.Add(_model.call(view));
        }

        return logits;
    }

    private List<int> Candidates(PseudoLabelSet labels)
    {
        var left = _given.Select(item => item.Node).Concat(_graph.Unlabelled);
        if (_options.ExcludeValidation || _options.StrictCandidates || _options.Strategy == Strategy.M3s)
            left = left.Concat(_split.Validation.Nodes);
        if (_options.StrictCandidates)
            left = left.Concat(_split.Test.Nodes);
        var excluded = left.ToHashSet();
        return [.. Enumerable.Range(0, _graph.Nodes).Where(node => !excluded.Contains(node) && (_options.LabelsAnew || !labels.Contains(node)))];
    }

    private (Tensor, Tensor) Weigh(NodeRound round)
    {
        using var scope = NewDisposeScope();
        using var given = new NodeTrainingSet(_given, [], _trial.Device);
        var uncertainty = StochasticUncertainty.Of(_model, _clean, _options.DrGst.Passes, Seeds.Derive(round.Seed, "uncertainty"));
        var probabilities = nn.functional.softmax(round.Logits, 1).index_select(0, given.Nodes).detach();
        var transition = StochasticUncertainty.Transition(probabilities, given.Labels, _options.DrGst);
        return (uncertainty.DetachFromDisposeScope(), transition.DetachFromDisposeScope());
    }

    private NodeFit Fit(NodeTrainingSet training, string stage, int round) => new()
    {
        Model = _model,
        Graph = _clean,
        Training = training,
        Validation = _validation,
        Options = _options,
        Seed = Seeds.Derive(_trial.Seed, "dropout", round),
        Trial = _trial,
        Stage = stage,
    };

    private FittedModel Score(WeightSnapshot weights, PseudoLabelSet labels, int epochs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        weights.CopyTo(_model);
        _model.eval();
        var logits = _model.call(_clean);
        var reported = _options.Strategy == Strategy.Oracle ? [.. _split.Test.Nodes.Where(node => !labels.Contains(node))] : _split.Test.Nodes;
        using var test = new NodePart(reported, _graph.Labels, _trial.Device);
        return new FittedModel(weights, _validation.Accuracy(logits), test.Accuracy(logits)) { Others = new Dictionary<string, double> { ["train/epochs"] = epochs } };
    }
}
