using System.Text.Json;
using KdHost.Sdk.Training.Optimizers;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>Everything of a fit that a resumed process needs beside the weights: counters, the running loss and the best epoch so far.</summary>
internal sealed class FitState
{
    private const string CountersFile = "state.json", StudentFile = "student.safetensors", BestFile = "best.safetensors";
    private const string OptimizerFile = "optimizer.safetensors", AverageFile = "average.safetensors", GeneratorFile = "generator.bin";

    /// <summary>The epoch in progress, counted from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>The next step of the epoch in progress, counted from 0.</summary>
    public int Step { get; set; }

    /// <summary>Sum over the images of this epoch so far of their loss.</summary>
    public double LossSum { get; set; }

    /// <summary>The best validation accuracy so far, in percent.</summary>
    public double BestAccuracy { get; set; } = double.NegativeInfinity;

    /// <summary>The epoch of <see cref="BestAccuracy"/>, counted from 1; 0 before the first evaluation.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Validation accuracy of each epoch so far, in percent.</summary>
    public List<double> Accuracies { get; init; } = [];

    /// <summary>Writes a checkpoint's files.</summary>
    public void Save(string folder, torch.nn.Module student, Optimizer optimizer, MovingAverage? average, WeightSnapshot? best)
    {
        using var scope = torch.NewDisposeScope();
        using var weights = WeightSnapshot.Of(student);
        weights.Save(Path.Combine(folder, StudentFile));
        best?.Save(Path.Combine(folder, BestFile));
        average?.Save(Path.Combine(folder, AverageFile));
        optimizer.Save(Path.Combine(folder, OptimizerFile));
        File.WriteAllBytes(Path.Combine(folder, GeneratorFile), torch.get_rng_state().bytes.ToArray());
        File.WriteAllText(Path.Combine(folder, CountersFile), JsonSerializer.Serialize(this, Json));
    }

    /// <summary>Reads a checkpoint back into student, optimizer and average.</summary>
    public static (FitState State, WeightSnapshot? Best) Load(string folder, torch.nn.Module student, Optimizer optimizer, MovingAverage? average)
    {
        optimizer.Load(Path.Combine(folder, OptimizerFile));
        average?.Load(Path.Combine(folder, AverageFile));
        using var scope = torch.NewDisposeScope();
        using (var weights = WeightSnapshot.Load(Path.Combine(folder, StudentFile)))
            weights.CopyTo(student);
        torch.set_rng_state(torch.tensor(File.ReadAllBytes(Path.Combine(folder, GeneratorFile))));
        var state = JsonSerializer.Deserialize<FitState>(File.ReadAllText(Path.Combine(folder, CountersFile)), Json)!;
        return (state, state.BestEpoch > 0 ? WeightSnapshot.Load(Path.Combine(folder, BestFile)) : null);
    }

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
