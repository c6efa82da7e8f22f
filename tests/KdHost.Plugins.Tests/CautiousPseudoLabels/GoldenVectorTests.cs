using System.Text.Json;
using KdHost.Plugins.CautiousPseudoLabels;
using KdHost.Plugins.CautiousPseudoLabels.Links;
using KdHost.Plugins.CautiousPseudoLabels.Rounds;
using KdHost.Plugins.CautiousPseudoLabels.Selection;
using KdHost.Plugins.CautiousPseudoLabels.Strategies;
using KdHost.Plugins.CautiousPseudoLabels.Theory;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Training;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

public sealed class GoldenVectorTests
{
    [Theory]
    [InlineData("loop1", 1)]
    [InlineData("loop2", 2)]
    public void Eq_1_the_normalised_adjacency(string key, double loop)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("adjacency");
        using var graph = GraphTensors.Of(Edges(golden), zeros(4, 1, float64), loop);
        Golden.Near(golden.GetProperty(key), graph.Adjacency.ToDense());
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-6)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Eqs_2_to_4_forward_loss_gradients_and_one_step_of_Adam(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("gcn");
        using var graph = GraphTensors.Of(Edges(golden), Golden.Tensor(golden.GetProperty("rowNormalised"), type), golden.GetProperty("selfLoopWeight").GetDouble());
        using var model = new Gcn(3, 3, new GraphModelOptions { Hidden = 2, Dropout = 0 });
        model.to(type);
        var weights = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        using (no_grad())
        {
            foreach (var (layer, place) in new[] { ("1", "convs.0"), ("2", "convs.1") })
            {
                weights[$"{place}.lin.weight"].copy_(Golden.Tensor(golden.GetProperty($"W{layer}"), type).t());
                weights[$"{place}.bias"].copy_(Golden.Tensor(golden.GetProperty($"b{layer}"), type));
            }
        }

        var step = golden.GetProperty("afterOneAdamStep");
        using var optimizer = new Adam(new FlatParameters(model)) { LearningRate = step.GetProperty("lr").GetDouble(), WeightDecay = step.GetProperty("weightDecay").GetDouble() };
        var logits = model.call(graph);
        Golden.Near(golden.GetProperty("logits"), logits, tolerance);
        var loss = CautiousPseudoLabelsMethod.Loss(
            logits.index_select(0, tensor(Golden.Integers(golden.GetProperty("train")))), tensor(Golden.Integers(golden.GetProperty("labels"))), golden.GetProperty("lossDivisor").GetDouble());
        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss.ToDouble(), tolerance);
        loss.backward();
        Golden.Near(golden.GetProperty("gradW1"), weights["convs.0.lin.weight"].grad!.t(), tolerance);
        Golden.Near(golden.GetProperty("gradB1"), weights["convs.0.bias"].grad!, tolerance);
        Golden.Near(golden.GetProperty("gradW2"), weights["convs.1.lin.weight"].grad!.t(), tolerance);
        Golden.Near(golden.GetProperty("gradB2"), weights["convs.1.bias"].grad!, tolerance);
        optimizer.Step();
        Golden.Near(step.GetProperty("W2"), weights["convs.1.lin.weight"].t(), 1e-5);
        Golden.Near(step.GetProperty("b2"), weights["convs.1.bias"], 1e-5);
    }

    [Fact]
    public void Eqs_5_to_9_from_the_logits_of_views_to_the_selection()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("views");
        Tensor[] logits = [.. golden.GetProperty("viewLogits").EnumerateArray().Select(view => Golden.Tensor(view))];
        var ofLogits = golden.GetProperty("averageLogits");
        var probabilities = Averages.Probabilities(logits, AverageOf.Logits);
        Golden.Near(ofLogits.GetProperty("probabilities"), probabilities);
        CheckDecision(ofLogits, probabilities);
        CheckDecision(golden.GetProperty("averageProbabilities"), Averages.Probabilities(logits, AverageOf.Probabilities));
        Assert.Equal(golden.GetProperty("consistency").GetDouble(), Averages.Agreement(logits).to(float64).mean().ToDouble(), 1e-12);

        var labelled = Golden.Integers(golden.GetProperty("labelled"));
        var (confidence, labels) = probabilities.max(1);
        PseudoLabel[] candidates = [.. Enumerable.Range(0, 5).Where(node => !labelled.Contains(node)).Select(node => new PseudoLabel(node, (int)labels[node].ToInt64(), confidence[node].ToDouble()))];
        foreach (var selection in golden.GetProperty("select").EnumerateArray())
        {
            var picked = TopConfident.Select(candidates, selection.GetProperty("threshold").GetDouble(), selection.GetProperty("topK").GetInt32());
            Assert.Equal(Golden.Integers(selection.GetProperty("picked")), picked.Select(label => label.Sample));
        }
    }

    [Fact]
    public void Eq_4_with_weights_of_uncertainty()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("weights");
        var logits = Golden.Tensor(golden.GetProperty("probabilities")).log();
        var labels = tensor(Golden.Integers(golden.GetProperty("labels")));
        var (uncertainty, divisor) = (Golden.Tensor(golden.GetProperty("uncertainty")), golden.GetProperty("lossDivisor").GetDouble());
        Assert.Equal(golden.GetProperty("loss").GetDouble(), CautiousPseudoLabelsMethod.Loss(logits, labels, divisor, uncertainty).ToDouble(), 1e-6);
        Assert.Equal(golden.GetProperty("lossWithUnitWeights").GetDouble(), CautiousPseudoLabelsMethod.Loss(logits, labels, divisor).ToDouble(), 1e-6);
        var identity = eye(3, dtype: float64);
        Assert.Equal(golden.GetProperty("loss").GetDouble(), CautiousPseudoLabelsMethod.Loss(logits, labels, divisor, uncertainty, identity).ToDouble(), 1e-6);
    }

    [Fact]
    public void Eq_13_the_adjacency_of_a_directed_list_with_duplicates()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("links");
        using var graph = GraphTensors.OfDirected(Pairs(golden.GetProperty("directedPairs")), null, zeros(4, 1, float64));
        Golden.Near(golden.GetProperty("adjacencyTargetBySource"), graph.Adjacency.ToDense());
    }

    [Theory]
    [InlineData(LinkLoss.CrossEntropy, "loss", "gradZ")]
    [InlineData(LinkLoss.Hinge, "hingeLoss", "hingeGradZ")]
    public void Eqs_14_and_15_losses_of_pairs_and_their_gradients(LinkLoss kind, string value, string gradient)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("links");
        var z = Golden.Tensor(golden.GetProperty("z"));
        z.requires_grad = true;
        Tensor Scores(string key)
        {
            var pairs = Pairs(golden.GetProperty(key));
            return GraphAutoencoder.Scores(z, tensor(pairs.Select(pair => (long)pair.Source).ToArray()), tensor(pairs.Select(pair => (long)pair.Target).ToArray()));
        }

        var loss = LinkLosses.Of(Scores("directedPairs"), Scores("negatives"), kind);
        Assert.Equal(golden.GetProperty(value).GetDouble(), loss.ToDouble(), 1e-6);
        loss.backward();
        Golden.Near(golden.GetProperty(gradient), z.grad!);
    }

    [Fact]
    public void Eq_16_areas_and_precisions_with_ties()
    {
        var golden = Golden.At("links", "metrics");
        var scored = Golden.Numbers(golden.GetProperty("scores")).Zip(Golden.Integers(golden.GetProperty("labels"))).ToList();
        float[] positives = [.. scored.Where(item => item.Second == 1).Select(item => (float)item.First)], negatives = [.. scored.Where(item => item.Second == 0).Select(item => (float)item.First)];
        Assert.Equal(golden.GetProperty("auc").GetDouble(), RankingMetrics.AreaUnderCurve(positives, negatives), 1e-8);
        Assert.Equal(golden.GetProperty("ap").GetDouble(), RankingMetrics.AveragePrecision(positives, negatives), 1e-8);
    }

    [Fact]
    public void Eq_12_the_covariance_is_an_identity_of_the_next_loss()
    {
        var golden = Golden.At("theory", "covariance");
        double[] labelled = Golden.Numbers(golden.GetProperty("ceLabelled")), candidates = Golden.Numbers(golden.GetProperty("ceCandidates")), selected = Golden.Numbers(golden.GetProperty("selected"));
        var (k, sum) = ((long)selected.Sum(), candidates.Sum());
        var covariance = SelectionCovariance.Of(candidates.Zip(selected, (ce, r) => ce * r).Sum(), k, sum, candidates.Length);
        Assert.Equal(golden.GetProperty("covariance").GetDouble(), covariance, 1e-9);
        Assert.Equal(golden.GetProperty("beta").GetDouble(), SelectionCovariance.Beta(labelled.Length, k, candidates.Length), 1e-9);
        var next = SelectionCovariance.NextLoss(covariance, labelled.Sum(), labelled.Length, k, sum, candidates.Length);
        Assert.Equal(golden.GetProperty("nextLoss").GetDouble(), next, 1e-9);
        Assert.Equal(labelled.Concat(candidates.Zip(selected).Where(item => item.Second == 1).Select(item => item.First)).Average(), next, 1e-12);
    }

    [Fact]
    public void Eq_10_the_bound_on_the_error()
    {
        var golden = Golden.At("theory", "bound");
        Assert.Equal(golden.GetProperty("bound").GetDouble(), ErrorBound.Of(golden.GetProperty("minSelectedConfidence").GetDouble(), golden.GetProperty("consistency").GetDouble()), 1e-12);
    }

    [Fact]
    public void The_threshold_falls_within_a_round()
    {
        var golden = Golden.At("theory", "annealing");
        var scores = Golden.Numbers(golden.GetProperty("scores"));
        foreach (var round in golden.GetProperty("inRound").EnumerateArray())
        {
            double Number(string key) => round.GetProperty(key).GetDouble();
            var threshold = new ThresholdState(Number("start"));
            Assert.Equal(Number("picked"), threshold.AnnealInRound(scores, (int)Number("topK"), Number("step"), Number("floor")));
            Assert.Equal(Number("theta"), threshold.Value, 1e-12);
        }
    }

    [Fact]
    public void The_information_gain_of_stochastic_passes()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.At("theory", "bald");
        Golden.Near(golden.GetProperty("bald"), StochasticUncertainty.Bald(Golden.Tensor(golden.GetProperty("passes"))));
    }

    [Fact]
    public void Clusters_get_the_class_of_the_nearest_centroid()
    {
        var golden = Golden.At("theory", "m3sAlignment");
        double[][] Rows(string key) => [.. golden.GetProperty(key).EnumerateArray().Select(Golden.Numbers)];
        Assert.Equal(Golden.Integers(golden.GetProperty("classOfCluster")), MultiStage.Align(Rows("classCentroids"), Rows("clusterCentres")).Select(label => (long)label));
    }

    [Fact]
    public void Double_radius_labels()
    {
        var golden = Golden.At("theory", "drnl");
        Assert.Equal(
            Golden.Integers(golden.GetProperty("labels")), golden.GetProperty("pairs").EnumerateArray().Select(pair => (long)EnclosingSubgraph.Role(pair[0].GetInt32(), pair[1].GetInt32())));
    }

    private static void CheckDecision(JsonElement golden, Tensor probabilities)
    {
        var (confidence, labels) = probabilities.max(1);
        Golden.Near(golden.GetProperty("confidence"), confidence);
        Assert.Equal(Golden.Integers(golden.GetProperty("labels")), labels.data<long>().ToArray());
    }

    private static (int Source, int Target)[] Edges(JsonElement golden) => [.. golden.GetProperty("edges").EnumerateArray().Select(edge => (edge[0].GetInt32(), edge[1].GetInt32()))];

    private static (int Source, int Target)[] Pairs(JsonElement rows) => [.. rows[0].EnumerateArray().Zip(rows[1].EnumerateArray(), (source, target) => (source.GetInt32(), target.GetInt32()))];
}
