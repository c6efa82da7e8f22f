using System.Globalization;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Tracking;

/// <summary>What every store must hold of <see cref="Declarations.Small"/> once it is finished.</summary>
internal static class TrackedGrid
{
    private const int Epochs = 3, Trials = 4;
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>Fails unless all is there, each once.</summary>
    /// <param name="runs">All runs of the store.</param>
    /// <param name="artifact">Content of an artifact; throws when it is not there.</param>
    public static void MustBeComplete(IReadOnlyList<MlflowRun> runs, Func<MlflowRun, string, byte[]> artifact)
    {
        var parent = runs.Single(run => run.Trial is null);
        var children = runs.Where(run => run.Trial is not null).ToList();
        Assert.Equal(Trials, children.Select(run => run.Trial).Distinct().Count());
        Assert.Equal(Trials, children.Count);
        Assert.All(runs, run => Assert.Equal("FINISHED", run.Status));
        Assert.All(runs, run => run.MustHaveEachPointOnce());
        Assert.All(children, run => MustBeTrial(run, parent));
        Assert.All(children, run => Assert.Equal(PngSignature, artifact(run, "figures/learning-curve.png")[..4]));
        MustBeGrid(parent, artifact);
    }

    private static void MustBeTrial(MlflowRun run, MlflowRun parent)
    {
        Assert.Equal(parent.Id, run.Tags["mlflow.parentRunId"]);
        Assert.Equal(
            ["batchSize", "dataset", "distillation", "epochs", "hardWeight", "learningRate", "method", "momentum", "seed", "softWeight", "student",
                "teacher.batchSize", "teacher.epochs", "teacher.learningRate", "teacher.model", "teacher.seed", "teacher.trainFraction", "teacher.weightDecay",
                "temperature", "trainFraction", "warmup", "weightDecay"],
            run.Params.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("vanilla-kd", "digits", "mlp-64", "0.1"), (run.Params["method"], run.Params["dataset"], run.Params["teacher.model"], run.Params["trainFraction"]));
        Assert.Equal($"distillation={run.Params["distillation"]} seed={run.Params["seed"]}", run.Name);
        foreach (var curve in new[] { "train/loss", "validation/accuracy", "validation/loss", "time/epoch_seconds", "memory/resident_bytes" })
            Assert.Equal(Enumerable.Range(1, Epochs).Select(step => (long)step), run.Points.Where(point => point.Key == curve).Select(point => point.Step).Order());
        Assert.Contains("L_soft", run.Tags["mlflow.note.content"], StringComparison.Ordinal);
        Assert.Equal(run.Points.Single(point => point.Key == "test/accuracy").Value, run.Points.Single(point => point.Key == "final/accuracy").Value);
    }

    private static void MustBeGrid(MlflowRun parent, Func<MlflowRun, string, byte[]> artifact)
    {
        Assert.Contains("| distillation=kd |", parent.Tags["mlflow.note.content"], StringComparison.Ordinal);
        Assert.Contains("kd run x.json", parent.Tags["mlflow.note.content"], StringComparison.Ordinal);
        Assert.Equal(2, parent.Points.Last(point => point.Key == "n_seeds").Value);
        Assert.Equal(PngSignature, artifact(parent, "learning-curves.png")[..4]);
        foreach (var (file, part) in new[] { ("leaderboard.json", "\"columns\":[\"configuration\""), ("best-student/README.md", "# small: distillation="), ("best-student/config.json", "\"model\": \"mlp-16\""), ("experiment.json", "\"trainFraction\": 0.1"), ("lock.json", "torchSharp"), ("leaderboard.csv", "standard_deviation"), ("leaderboard.md", "| --- |") })
            Assert.Contains(part, System.Text.Encoding.UTF8.GetString(artifact(parent, file)), StringComparison.Ordinal);
        Assert.NotEmpty(artifact(parent, "best-student/model.safetensors"));
        var best = parent.Points.Last(point => point.Key == "mean/accuracy").Value;
        var table = System.Text.Encoding.UTF8.GetString(artifact(parent, "leaderboard.csv"));
        Assert.Contains($",{best.ToString("R", CultureInfo.InvariantCulture)},", table.Split('\n')[1], StringComparison.Ordinal);
    }
}
