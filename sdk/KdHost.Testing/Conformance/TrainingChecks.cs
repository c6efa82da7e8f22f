using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using TorchSharp;

namespace KdHost.Testing.Conformance;

/// <summary>Checks of whole trials.</summary>
/// <param name="method">The method.</param>
/// <param name="trial">Makes a trial in a folder, with a seed.</param>
/// <param name="folder">An empty folder.</param>
internal sealed class TrainingChecks(IMethod method, Func<string, long, (object Options, Trial Trial)> trial, string folder)
{
    /// <summary>The same seed gives the same numbers to the bit.</summary>
    public void Deterministic()
    {
        var (first, second) = (Results(Run("first", seed: 1)), Results(Run("second", seed: 1)));
        Nonconformance.Unless(first.Count > 0, "the method logs no metric", "log at least one: trial.Metrics.Log(\"validation/accuracy\", value, epoch)");
        Nonconformance.Unless(
            first.SequenceEqual(second),
            $"two runs with the same seed differ at {Difference(first, second)}",
            "derive every draw from trial.Seed (Seeds.Derive, RandomStream, Seeds.Initialise for weights), not from the clock, System.Random or a dictionary's order");
    }

    /// <summary>Another seed gives other numbers.</summary>
    public void SeedMatters() => Nonconformance.Unless(
        !Results(Run("first", seed: 1)).SequenceEqual(Results(Run("other", seed: 2))),
        "another seed gives the very same numbers",
        "use trial.Seed for initial weights and for the order of the data: seeds are what statistics rest on");

    /// <summary>A teacher that was frozen keeps its weights and buffers, and takes no gradient.</summary>
    public void TeacherStaysFrozen()
    {
        using var watch = FrozenModels.Watch();
        Run("frozen", seed: 1);
        watch.CheckLiving();
        Nonconformance.Unless(
            watch.Changes.Count == 0,
            $"the teacher changed while the student learned: {string.Join(", ", watch.Changes.Take(3))}",
            "keep the teacher out of the optimizer, call it in evaluation mode (batch-norm statistics move in training mode) and under no_grad(): Teachers.Logits does all of it");
    }

    /// <summary>Stopped at any checkpoint and resumed, it ends with the numbers of an undisturbed run.</summary>
    public void ResumesToTheSameNumbers()
    {
        var saves = 0;
        var whole = Results(Run("whole", seed: 1, (inner, stop) => new ObservedCheckpoints(inner, 0, stop, () => saves++)));
        Nonconformance.Unless(saves > 0, "the method never saves a checkpoint: a kill costs the whole trial", "save the state when trial.Checkpoints.Due says so, and restore it from trial.Checkpoints.Latest; Fit does both");
        foreach (var after in new[] { 1, (saves + 1) / 2 }.Distinct())
        {
            var name = $"stopped-{after}";
            var metrics = new MemoryMetrics();
            var kept = 0;
            var stopped = false;
            try
            {
                Run(name, seed: 1, (inner, stop) => new ObservedCheckpoints(inner, after, stop, () => kept = metrics.Points.Count), metrics);
            }
            catch (OperationCanceledException)
            {
                stopped = true;
            }

            Nonconformance.Unless(
                stopped || after == saves,
                $"asked to stop after checkpoint {after} of {saves}, the method went on to its end",
                "look at trial.Cancellation in every step: save a checkpoint, then throw with ThrowIfCancellationRequested; Fit does both");

            // What was logged after the last checkpoint is taken back, as the host does, and what stands already is not logged twice.
            var before = metrics.Points.Take(kept).ToList();
            var known = before.Select(point => (point.Name, point.Step)).ToHashSet();
            var resumed = before.Concat(Run(name, seed: 1).Points.Where(point => !known.Contains((point.Name, point.Step)))).ToList();
            Nonconformance.Unless(
                Sorted(resumed).SequenceEqual(Sorted(whole)),
                $"stopped at checkpoint {after} of {saves} and resumed, the numbers differ from an undisturbed run at {Difference(Sorted(whole), Sorted(resumed))}",
                "put everything that the next step depends on into the checkpoint: weights, optimizer, counters, running sums, the best epoch so far, random states");
        }
    }

    /// <summary>From one epoch to the next no tensor stays behind.</summary>
    public void LeaksNoTensor()
    {
        var live = new List<long>();
        var (options, one) = trial(Path.Combine(folder, "leaks"), 1);
        method.Run(options, one with { Progress = new Direct(_ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount)) });
        if (live.Count < 4)
            return; // too few epochs to tell; the method may not report progress
        var growth = live[^1] - live[^2];
        Nonconformance.Unless(
            growth <= 0 || live[^2] - live[^3] < growth,
            $"{growth} more tensors are alive after each epoch than after the one before",
            "open a scope around each step (using var scope = torch.NewDisposeScope()), and dispose what outlives it; Fit does so around the loss");
    }

    private MemoryMetrics Run(string name, long seed, Func<ICheckpoints, CancellationTokenSource, ICheckpoints>? checkpoints = null, MemoryMetrics? metrics = null)
    {
        var (options, one) = trial(Path.Combine(folder, name), seed);
        using var stop = new CancellationTokenSource();
        one = one with { Metrics = metrics ??= new MemoryMetrics(), Cancellation = stop.Token, Checkpoints = checkpoints?.Invoke(one.Checkpoints, stop) ?? one.Checkpoints };
        method.Run(options, one);
        return metrics;
    }

    private static List<(string Name, double Value, long Step)> Results(MemoryMetrics metrics) => Sorted(metrics.Points);

    // Numbers that tell time or memory differ from run to run, and the order of curves does not matter.
    private static List<(string Name, double Value, long Step)> Sorted(IEnumerable<(string Name, double Value, long Step)> points) =>
        [.. points.Where(point => point.Name.Split('/')[0] is not ("time" or "throughput" or "memory")).OrderBy(point => point.Name, StringComparer.Ordinal).ThenBy(point => point.Step)];

    private static string Difference(List<(string Name, double Value, long Step)> expected, List<(string Name, double Value, long Step)> actual)
    {
        var (one, other) = expected.Zip(actual).FirstOrDefault(pair => pair.First != pair.Second);
        return one.Name is null ? $"their number of points ({expected.Count} and {actual.Count})" : $"{one.Name} of step {one.Step} ({one.Value:r}) and {other.Name} of step {other.Step} ({other.Value:r})";
    }

    private sealed class Direct(Action<TrialProgress> report) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) => report(value);
    }
}
