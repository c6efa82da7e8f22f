using KdHost.Plugins.Slam;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.Slam;

/// <summary>Small trials on digits.</summary>
internal static class SlamTrials
{
    public static SlamOptions Small { get; } = new()
    {
        Labelled = 60,
        ValidationSize = 60,
        Unlabelled = 200,
        Teacher = new() { Model = "mlp-64", Epochs = 10 },
        Student = "mlp-16",
        Epochs = 5,
        BatchSize = 64,
        LearningRate = 0.01,
    };

    public static ImageData Digits { get; } = ImageData.Load("digits", new DataRoot("nowhere"), validationSize: 0);

    /// <summary>Runs a trial in a folder and returns its numbers that don't depend on the clock.</summary>
    public static List<(string Name, double Value, long Step)> Run(SlamOptions options, string folder, long seed = 0, ImageData? data = null, IProgress<TrialProgress>? progress = null, CancellationTokenSource? stop = null)
    {
        var trial = MemoryTrial.Of(options, folder, seed, cancellation: stop?.Token ?? CancellationToken.None);
        if (progress is not null)
            trial = new Trial<SlamOptions>(options, trial with { Progress = progress });
        SlamMethod.Distil(trial, data ?? Digits);
        return [.. ((MemoryMetrics)trial.Metrics).Points.Where(point => point.Name.Split('/')[0] is not ("time" or "throughput" or "memory"))];
    }

    /// <summary>The weights of the student that a trial has saved.</summary>
    public static byte[] Student(string folder) => File.ReadAllBytes(Path.Combine(folder, "artifacts", "student", "model.safetensors"));
}
