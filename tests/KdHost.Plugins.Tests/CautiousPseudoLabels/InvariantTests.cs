using KdHost.Plugins.CautiousPseudoLabels;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

public sealed class InvariantTests : IDisposable
{
    private readonly Trials _trials = new();

    public void Dispose() => _trials.Dispose();

    [Fact]
    public void Without_views_cautious_is_confidence_to_the_last_bit() => Assert.Equal(
        Trials.All(_trials.Run(Small.Nodes with { Strategy = Strategy.Confidence })), Trials.All(_trials.Run(Small.Nodes with { Views = [] })));

    [Fact]
    public void Without_rounds_cautious_is_the_base_model_to_the_last_bit() => Assert.Equal(
        Trials.All(_trials.Run(Small.Nodes with { Strategy = Strategy.Raw })), Trials.All(_trials.Run(Small.Nodes with { Iterations = 0 })));

    [Theory]
    [InlineData(PredictionTask.Nodes)]
    [InlineData(PredictionTask.Links)]
    public void Totals_are_sums_of_what_was_picked_and_k_is_never_exceeded(PredictionTask task)
    {
        var options = task == PredictionTask.Nodes ? Small.Nodes with { Iterations = 15 } : Small.Links;
        var metrics = _trials.Run(options);
        var (picked, total) = (Trials.Curve(metrics, "round/picked"), Trials.Curve(metrics, "round/total"));
        var sum = 0.0;
        foreach (var (inRound, soFar) in picked.Zip(total))
            Assert.Equal(sum += inRound, soFar);
        Assert.All(picked, count => Assert.InRange(count, 0, options.TopK));
        Assert.True(total[^1] <= options.TopK * options.Iterations);
        if (task == PredictionTask.Nodes)
            Assert.Equal(PlantedGraph.Nodes - PlantedGraph.Training, total[^1]); // everything is labelled, once
    }

    [Theory]
    [InlineData(Strategy.Cautious)]
    [InlineData(Strategy.Random)]
    [InlineData(Strategy.M3s)]
    [InlineData(Strategy.DrGst)]
    public void Labels_of_validation_and_test_nodes_never_reach_a_loss_or_a_selection(Strategy strategy)
    {
        var options = Small.Nodes with { Strategy = strategy, EpochSelection = EpochSelection.TrainingLoss, Threshold = 0.35, Teacher = TeacherKind.Latest, M3s = new() { Clusters = 12 }, DrGst = new() { Passes = 4 } };
        var (plain, shuffled) = (_trials.Run(options), _trials.Run(options, data: _trials.Graph(shuffledLabels: true)));
        Assert.NotEqual(Trials.Curve(plain, "test/accuracy"), Trials.Curve(shuffled, "test/accuracy"));
        foreach (var curve in new[] { "round/picked", "round/min_confidence", "theory/consistency", "train/epochs", "cov/pseudo" })
            Assert.Equal(Trials.Curve(plain, curve), Trials.Curve(shuffled, curve));
    }

    [Fact]
    public void Selected_last_and_best_are_what_they_say()
    {
        var metrics = _trials.Run(Small.Nodes with { Iterations = 5 });
        var (validation, test) = (Trials.Curve(metrics, "validation/accuracy"), Trials.Curve(metrics, "test/accuracy"));
        var best = validation.Index().MaxBy(item => item.Item).Index;
        Assert.Equal(test[best], Trials.Last(metrics, "test/selected"));
        Assert.Equal(best, Trials.Last(metrics, "round/selected"));
        Assert.Equal(test[^1], Trials.Last(metrics, "test/last"));
        Assert.Equal(test.Skip(1).Max(), Trials.Last(metrics, "test/best"));
        Assert.Equal(test[0], Trials.Last(metrics, "test/raw"));
    }

    [Fact]
    public void The_covariances_and_the_bound_of_each_round_are_logged()
    {
        var metrics = _trials.Run(Small.Nodes);
        foreach (var curve in new[]
        {
            "round/picked", "round/total", "round/min_confidence", "round/threshold", "theory/consistency", "pseudo/accuracy_round", "pseudo/accuracy", "theory/q", "theory/inconsistency",
            "theory/bound", "theory/error", "cov/true", "cov/pseudo", "cov/random", "next_loss/selected", "next_loss/random",
        })
            Assert.Equal(3, Trials.Curve(metrics, curve).Count);
        Assert.All(Trials.Curve(metrics, "cov/pseudo"), covariance => Assert.True(covariance < 0));
        foreach (var ((bound, q), a) in Trials.Curve(metrics, "theory/bound").Zip(Trials.Curve(metrics, "theory/q")).Zip(Trials.Curve(metrics, "theory/inconsistency")))
            Assert.Equal(2 * (q + a), bound, 1e-12);
    }

    [Theory]
    [InlineData(PredictionTask.Nodes, Strategy.Cautious, TeacherKind.Base)]
    [InlineData(PredictionTask.Nodes, Strategy.Cautious, TeacherKind.Ema)]
    [InlineData(PredictionTask.Nodes, Strategy.DrGst, TeacherKind.Automatic)]
    [InlineData(PredictionTask.Links, Strategy.Random, TeacherKind.Latest)]
    public void A_trial_killed_between_rounds_ends_with_the_numbers_of_an_undisturbed_one(PredictionTask task, Strategy strategy, TeacherKind teacher)
    {
        var options = (task == PredictionTask.Nodes ? Small.Nodes : Small.Links) with { Strategy = strategy, Teacher = teacher, Iterations = 4, DrGst = new() { Passes = 4 } };
        if (strategy == Strategy.DrGst)
            options = options with { Threshold = 0.35 };
        var whole = Trials.All(_trials.Run(options));
        var folder = _trials.Folder();
        var cut = _trials.Make(options, folder);
        using (var stop = new CancellationTokenSource())
        {
            cut = cut with { Cancellation = stop.Token, Progress = new StopIn("round 3", stop) };
            Assert.Throws<OperationCanceledException>(() => MemoryTrial.Run(new CautiousPseudoLabelsMethod(), cut));
        }

        var resumed = Trials.All(_trials.Run(options, folder: folder));
        static bool IsLate((string Name, double, long Step) point) => point.Step >= 3 && !point.Name.StartsWith("threshold/", StringComparison.Ordinal); // those count thresholds, not rounds
        Assert.Equal(whole.Where(IsLate), resumed.Where(IsLate));
        Assert.Contains(resumed, point => point.Item1 == "test/selected");
        Assert.DoesNotContain(resumed, point => point.Item3 is 1 or 2);
    }

    [Theory]
    [InlineData(PredictionTask.Nodes, TeacherKind.Base)]
    [InlineData(PredictionTask.Nodes, TeacherKind.Latest)]
    [InlineData(PredictionTask.Links, TeacherKind.Latest)]
    public void No_round_leaves_a_tensor_behind(PredictionTask task, TeacherKind teacher)
    {
        var alive = new LiveTensors();
        var options = (task == PredictionTask.Nodes ? Small.Nodes : Small.Links) with { Iterations = 6, Teacher = teacher };
        MemoryTrial.Run(new CautiousPseudoLabelsMethod(), _trials.Make(options, _trials.Folder()) with { Progress = alive });
        Assert.Equal(alive.InFirstEpochOf["round 2"], alive.InFirstEpochOf["round 6"]);
    }

    private sealed class LiveTensors : IProgress<Sdk.Methods.TrialProgress>
    {
        public Dictionary<string, long> InFirstEpochOf { get; } = [];

        public void Report(Sdk.Methods.TrialProgress value) => InFirstEpochOf.TryAdd(value.Stage, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private sealed class StopIn(string stage, CancellationTokenSource stop) : IProgress<Sdk.Methods.TrialProgress>
    {
        public void Report(Sdk.Methods.TrialProgress value)
        {
            if (value.Stage == stage)
                stop.Cancel();
        }
    }
}
