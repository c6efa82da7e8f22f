using KdHost.Plugins.CautiousPseudoLabels;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

public sealed class StrategyTests : IDisposable
{
    private readonly Trials _trials = new();

    public void Dispose() => _trials.Dispose();

    public static TheoryData<Strategy> Strategies => [.. Enum.GetValues<Strategy>()];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_strategy_labels_nodes_by_an_option_alone(Strategy strategy)
    {
        var metrics = _trials.Run(Small.Nodes with { Strategy = strategy, Threshold = 0.4, Iterations = 2, M3s = new() { Clusters = 12, Steps = 4 }, DrGst = new() { Passes = 5, TransitionSteps = 20 }, CaGcn = new() { Epochs = 20 } });
        Assert.InRange(Trials.Last(metrics, "test/selected"), 1.0 / PlantedGraph.Classes, 1);
        if (strategy == Strategy.Raw)
            Assert.Empty(Trials.Curve(metrics, "round/picked"));
        else
            Assert.True(Trials.Curve(metrics, "round/total")[^1] > 0);
    }

    [Theory]
    [InlineData(Strategy.Cautious)]
    [InlineData(Strategy.Confidence)]
    [InlineData(Strategy.MultiView)]
    [InlineData(Strategy.Random)]
    [InlineData(Strategy.Threshold)]
    [InlineData(Strategy.Oracle)]
    public void Links_are_labelled_by_the_same_strategies(Strategy strategy)
    {
        var metrics = _trials.Run(Small.Links with { Strategy = strategy, Iterations = 2 });
        Assert.InRange(Trials.Last(metrics, "test/selected"), 0.4, 1);
        Assert.True(Trials.Curve(metrics, "round/total")[^1] > 0);
        Assert.All(Trials.Curve(metrics, "round/picked"), picked => Assert.InRange(picked, 0, strategy == Strategy.Threshold ? 20 : 10));
    }

    [Theory]
    [InlineData("gcn")]
    [InlineData("gat")]
    [InlineData("graphsage")]
    [InlineData("appnp")]
    [InlineData("gin")]
    public void Every_network_classifies_nodes(string model)
    {
        var metrics = _trials.Run(Small.Nodes with { Model = model, Iterations = 1, Epochs = 40, Patience = 40, Network = new() { Hidden = 8, Heads = 2, Dropout = 0.2 } });
        Assert.InRange(Trials.Last(metrics, "test/last"), 0.4, 1);
        Assert.InRange(Trials.Last(metrics, "theory/consistency"), 0.2, 0.9999);
    }

    [Theory]
    [InlineData(LinkModelKind.Gae)]
    [InlineData(LinkModelKind.Node2vec)]
    [InlineData(LinkModelKind.Seal)]
    public void Every_base_model_predicts_links(LinkModelKind model)
    {
        var options = Small.Links with
        {
            Iterations = 1,
            Epochs = model == LinkModelKind.Seal ? 2 : 12,
            Link = Small.Links.Link with { Model = model, Node2vec = new() { Width = 8, WalkLength = 5, Context = 5, WalksPerNode = 2, Epochs = 5 }, Seal = new() { Hidden = 8, TestShare = 0.3 } },
        };
        var metrics = _trials.Run(options);
        Assert.InRange(Trials.Last(metrics, "test/selected"), 0.3, 1);
        Assert.InRange(Trials.Last(metrics, "test/ap"), 0.3, 1);
        Assert.Equal(10, Trials.Last(metrics, "round/picked"));
    }

    [Theory]
    [InlineData(TeacherKind.Base)]
    [InlineData(TeacherKind.Latest)]
    [InlineData(TeacherKind.Ema)]
    public void Teachers_and_initialisations_change_the_students_and_not_the_first_selection(TeacherKind teacher)
    {
        var standard = _trials.Run(Small.Nodes with { Teacher = TeacherKind.Base });
        var other = _trials.Run(Small.Nodes with { Teacher = teacher, EmaMomentum = 0.5, StudentInit = StudentInit.Reinitialise });
        Assert.Equal(Trials.Curve(standard, "round/min_confidence")[0], Trials.Curve(other, "round/min_confidence")[0]);
        Assert.NotEqual(Trials.Curve(standard, "train/epochs").Concat(Trials.Curve(standard, "test/accuracy")), Trials.Curve(other, "train/epochs").Concat(Trials.Curve(other, "test/accuracy")));
    }

    [Theory]
    [InlineData(AverageOf.Probabilities, EdgeDropForm.Undirected)]
    [InlineData(AverageOf.Logits, EdgeDropForm.Directed)]
    public void Both_averages_and_both_forms_of_the_edge_view_are_options(AverageOf average, EdgeDropForm form)
    {
        var standard = _trials.Run(Small.Nodes);
        var other = _trials.Run(Small.Nodes with { Average = average, EdgeDropForm = form });
        Assert.NotEqual(Trials.Curve(standard, "round/min_confidence"), Trials.Curve(other, "round/min_confidence"));
    }

    [Theory]
    [InlineData(ViewKind.Feature)]
    [InlineData(ViewKind.Edge)]
    [InlineData(ViewKind.Noise)]
    [InlineData(ViewKind.Node)]
    [InlineData(ViewKind.Structure)]
    public void A_kind_of_view_may_stand_several_times_and_each_one_differs(ViewKind kind)
    {
        var once = _trials.Run(Small.Nodes with { Views = [kind], NodeDrop = 0.3, AugmentationDrop = 0.5 });
        var thrice = _trials.Run(Small.Nodes with { Views = [kind, kind, kind], NodeDrop = 0.3, AugmentationDrop = 0.5 });
        Assert.NotEqual(Trials.Curve(once, "round/min_confidence")[0], Trials.Curve(thrice, "round/min_confidence")[0]);
        Assert.True(Trials.Curve(thrice, "theory/consistency")[0] <= Trials.Curve(once, "theory/consistency")[0]);
    }

    [Fact]
    public void A_wrong_share_of_the_oracle_is_wrong_and_its_nodes_are_no_test_nodes()
    {
        var right = _trials.Run(Small.Nodes with { Strategy = Strategy.Oracle });
        var wrong = _trials.Run(Small.Nodes with { Strategy = Strategy.Oracle, WrongShare = 0.4 });
        Assert.All(Trials.Curve(right, "pseudo/accuracy"), accuracy => Assert.Equal(1, accuracy));
        Assert.All(Trials.Curve(wrong, "pseudo/accuracy"), accuracy => Assert.InRange(accuracy, 0.5, 0.7));
    }
}
