using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>Gets the teacher of a trial: one network, one run, whose parameters stay as they are.</summary>
internal static class TeacherSource
{
    private const string File = "teacher.safetensors";

    /// <summary>The teacher; trained at most once for all trials that share it.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="data">The data.</param>
    /// <param name="mask">The student's masks, one a block; empty for none.</param>
    /// <exception cref="FaultException">The file of a checkpoint is not there or holds another network.</exception>
    public static DistilledNetwork Get(Trial<PartialVarianceReductionOptions> trial, StudyData data, IReadOnlyList<torch.Tensor?> mask)
    {
        var (options, recipe) = (trial.Options, trial.Options.Teacher);
        var name = recipe.Network ?? options.Network;
        var teacher = NetworkFactory.Create(trial, data, name, [SeedOf(trial)], runs: 1);
        switch (recipe.Kind)
        {
            case TeacherKind.Lbfgs:
                using (var optimum = Optimum.Get(trial, options with { WeightDecay = recipe.WeightDecay ?? options.WeightDecay }, data, recipe.Masked ? MaskOf(mask, data) : null, recipe.Iterations))
                    Fill(teacher.Parameters[0].Values, optimum.Weights.unsqueeze(0).unsqueeze(2));
                break;
            case TeacherKind.Random:
                Draw(teacher, recipe);
                break;
            case TeacherKind.Checkpoint:
                Load(trial.Data.Weights(recipe.Checkpoint!), teacher);
                break;
            default:
                Load(Path.Combine(trial.Cache.GetOrAdd(Key(trial, data), build => Train(trial, data, build), trial.Cancellation), File), teacher);
                break;
        }

        if (teacher is CatalogNetwork network)
            network.UsesStoredStatistics = true; // evaluation mode: the teacher's gradient moves no statistics
        return teacher;
    }

    /// <summary>Where the weights of a linear model may differ from 0 under a mask, <c>[D, C]</c> with the row of biases; null without a mask.</summary>
    /// <param name="mask">The student's masks, one a block; empty for none.</param>
    /// <param name="data">The data.</param>
    public static torch.Tensor? MaskOf(IReadOnlyList<torch.Tensor?> mask, StudyData data)
    {
        if (mask is not [{ } weights])
            return null;
        using var scope = torch.NewDisposeScope();
        var whole = torch.ones(data.Training.Inputs.shape[1], data.Classes, weights.dtype);
        whole.narrow(0, 0, weights.shape[1]).copy_(weights.flatten(0, 2).view(weights.shape[1], -1));
        return whole.MoveToOuterDisposeScope();
    }

    /// <summary>Reads a network from a file of its own parameters.</summary>
    /// <exception cref="FaultException">The file holds another network.</exception>
    private static void Load(string path, DistilledNetwork teacher)
    {
        using var scope = torch.NewDisposeScope();
        var (found, expected) = (Safetensors.Load(path), teacher.State.ToDictionary());
        static string Text(IEnumerable<KeyValuePair<string, torch.Tensor>> tensors) => string.Join(", ", tensors.Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]"));
        if (found.Count != expected.Count || found.Any(pair => !expected.TryGetValue(pair.Key, out var own) || !own.shape.SequenceEqual(pair.Value.shape)))
        {
            throw new FaultException(new Fault("the teacher's weights are of another network")
            {
                File = path,
                Key = "teacher.checkpoint",
                Found = Text(found),
                Expected = Text(expected),
                Fix = "name a teacher of the student's architecture and data",
            });
        }

        teacher.CopyFrom(found);
    }

    private static void Draw(DistilledNetwork teacher, TeacherRecipe recipe)
    {
        using var noGradient = torch.no_grad();
        foreach (var (place, block) in teacher.Parameters.Index())
        {
            using var scope = torch.NewDisposeScope();
            using var generator = new torch.Generator((ulong)Seeds.Derive(recipe.Seed, "random teacher", place));
            block.Values.copy_(torch.randn(block.Values.shape, torch.ScalarType.Float64, generator: generator) * recipe.Scale);
        }
    }

    // Whose initial weights and order the teacher has: a linear one starts at 0 in any case.
    private static long SeedOf(Trial<PartialVarianceReductionOptions> trial) =>
        trial.Options.TeacherInit == TeacherInit.Shared && IsNetwork(trial.Options) ? trial.Seed : Seeds.Derive(trial.Options.Teacher.Seed, "teacher's own weights");

    private static bool IsNetwork(PartialVarianceReductionOptions options) => options.Depth > 1 || options.Network is not null;

    private static PartialVarianceReductionOptions RecipeOf(PartialVarianceReductionOptions options)
    {
        var recipe = options.Teacher;
        var own = options with { Iteration = Iteration.Sgd, Distillation = DistillationForm.None, Unbiased = false, Replicates = 1, LambdaSchedule = LambdaSchedule.Constant, Epochs = recipe.Epochs };
        if (!recipe.Masked)
            own = own with { Compression = Compression.CompressionKind.None };
        return recipe.Kind == TeacherKind.StudentSnapshot ? own : own with
        {
            LearningRate = recipe.LearningRate ?? options.LearningRate,
            BatchSize = recipe.BatchSize ?? options.BatchSize,
            WeightDecay = recipe.WeightDecay ?? options.WeightDecay,
        };
    }

    private static CacheKey Key(Trial<PartialVarianceReductionOptions> trial, StudyData data)
    {
        var own = RecipeOf(trial.Options);
        return CacheKey.Of("pvr-teacher", new
        {
            data.Digest,
            own.TrainFraction,
            own.ValidationFraction,
            own.Pooling,
            own.Loss,
            own.LearningRate,
            own.BatchSize,
            own.Momentum,
            own.WeightDecay,
            own.DecayBias,
            own.Depth,
            own.Hidden,
            own.Activation,
            own.Bias,
            own.Compression,
            own.Sparsity,
            own.MaskRule,
            own.MaskSeed,
            own.Keep,
            own.Levels,
            own.Network,
            Recipe = own.Teacher with { Seed = own.Teacher.Kind == TeacherKind.StudentSnapshot ? trial.Seed : own.Teacher.Seed },
            Initial = SeedOf(trial),
            Device = trial.Device.ToString(),
            Threads = torch.get_num_threads(),
        });
    }

    private static void Train(Trial<PartialVarianceReductionOptions> trial, StudyData data, CacheBuild build)
    {
        var (own, recipe) = (RecipeOf(trial.Options), trial.Options.Teacher);
        using var network = NetworkFactory.Create(trial, data, recipe.Network ?? own.Network, [SeedOf(trial)], runs: 1);
        var orderSeed = recipe.Kind == TeacherKind.StudentSnapshot ? trial.Seed : recipe.Seed;
        using var run = new DistillationRun(own, data.Training, network, teacher: null, [0], [orderSeed])
        {
            LearningRate = epoch => Rate(own, recipe, epoch),
        };
        if (build.Checkpoints.Latest is { } folder)
            run.Load(folder);
        while (run.State.Step < (long)own.Epochs * run.StepsPerEpoch)
        {
            Interruption.Check(build.Checkpoints, run.Save, trial.Cancellation);
            run.Step();
            if (run.State.Step % run.StepsPerEpoch != 0)
                continue;
            if (build.Checkpoints.Due)
                build.Checkpoints.Save(run.Save);
            trial.Progress.Report(new TrialProgress("teacher", (int)(run.State.Step / run.StepsPerEpoch), own.Epochs, 0));
        }

        Safetensors.Save(Path.Combine(build.Folder, File), network.State);
    }

    // Constant, or with a last part at the final rate, or falling geometrically to it.
    private static double Rate(PartialVarianceReductionOptions options, TeacherRecipe recipe, int epoch)
    {
        if (recipe.FinalLearningRate is not { } final)
            return options.LearningRate;
        if (recipe.FinalEpochs > 0)
            return epoch >= recipe.Epochs - recipe.FinalEpochs ? final : options.LearningRate;
        return options.LearningRate * Math.Pow(final / options.LearningRate, (double)epoch / Math.Max(1, recipe.Epochs - 1));
    }

    private static void Fill(torch.Tensor place, torch.Tensor values)
    {
        using var scope = torch.NewDisposeScope();
        place.copy_(values);
    }
}
