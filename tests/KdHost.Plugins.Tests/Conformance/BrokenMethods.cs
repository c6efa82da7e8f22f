using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Training;
using KdHost.Testing;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Tests.Conformance;

/// <summary>What goes wrong in a broken method.</summary>
public enum Defect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Weights come from the clock.</summary>
    Clock,

    /// <summary>The seed is ignored.</summary>
    NoSeed,

    /// <summary>The teacher is called in training mode.</summary>
    TeacherInTraining,

    /// <summary>The teacher learns.</summary>
    TeacherLearns,

    /// <summary>The checkpoint forgets the momentum.</summary>
    ForgetsMomentum,

    /// <summary>No checkpoint at all.</summary>
    NoCheckpoint,

    /// <summary>It hears no request to stop.</summary>
    NeverStops,

    /// <summary>Each step leaves a tensor behind.</summary>
    Leaks,

    /// <summary>It logs nothing.</summary>
    Silent,
}

/// <summary>Options of <see cref="BrokenMethod"/>.</summary>
public sealed record BrokenOptions
{
    /// <summary>What goes wrong.</summary>
    public Defect Defect { get; init; }
}

/// <summary>A small loop of its own that does all that a method must, but for one defect.</summary>
[Method("broken", Title = "A method with a defect", Paper = "none")]
public sealed class BrokenMethod : Method<BrokenOptions>
{
    private const int Epochs = 5, Steps = 4, BatchSize = 16;

    private static readonly List<torch.Tensor> Forgotten = [];

    /// <inheritdoc/>
    protected override void Run(Trial<BrokenOptions> trial)
    {
        var defect = trial.Options.Defect;
        var seed = defect switch { Defect.Clock => Environment.TickCount64 + Environment.CurrentManagedThreadId + Random.Shared.NextInt64(), Defect.NoSeed => 7, _ => trial.Seed };
        var data = ImageData.Load("digits", trial.Data).WithTrainingFraction(0.1);
        using var teacher = ModelCatalog.Create("convnet-8-16-32", data.Source.Shape, data.Source.Classes, 3).Freeze();
        using var student = ModelCatalog.Create("mlp-16", data.Source.Shape, data.Source.Classes, seed);
        using var loader = new BatchLoader(data.Training.Images, data.Source, BatchSize, trial.Device, seed);
        using var optimizer = torch.optim.SGD(student.parameters(), 0.1, momentum: 0.9, nesterov: true);
        var first = defect == Defect.NoCheckpoint || trial.Checkpoints.Latest is not { } latest ? 0 : Restore(latest, student, optimizer);
        for (var epoch = first; epoch < Epochs; epoch++)
        {
            for (var step = 0; step < Steps; step++)
                Step(defect, student, teacher, optimizer, loader, epoch, step);
            if (defect != Defect.Silent)
                trial.Metrics.Log("train/norm", Norm(student), epoch + 1);
            trial.Progress.Report(new TrialProgress("student", epoch + 1, Epochs, 0));
            if (defect != Defect.NoCheckpoint)
                trial.Checkpoints.Save(folder => Save(folder, epoch + 1, student, optimizer, defect));
            if (defect is not (Defect.NoCheckpoint or Defect.NeverStops) && epoch + 1 < Epochs)
                trial.Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static void Step(Defect defect, Classifier student, Classifier teacher, TorchSharp.Modules.OptimizerHelper optimizer, BatchLoader loader, int epoch, int step)
    {
        using var scope = torch.NewDisposeScope();
        var batch = loader.Get(epoch, step);
        if (defect == Defect.TeacherInTraining)
            teacher.train();
        if (defect == Defect.Leaks)
            Forgotten.Add(batch.Images.clone().DetachFromDisposeScope());
        if (defect == Defect.TeacherLearns)
        {
            using (torch.no_grad())
                teacher.parameters().First().mul_(0.99);
        }

        var loss = mse_loss(student.call(batch.Images), Teachers.Logits(teacher, batch));
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    private static double Norm(Classifier student)
    {
        using var scope = torch.NewDisposeScope();
        return student.parameters().Sum(parameter => parameter.detach().to(torch.ScalarType.Float64).pow(2).sum().item<double>());
    }

    private static void Save(string folder, int epoch, Classifier student, TorchSharp.Modules.OptimizerHelper optimizer, Defect defect)
    {
        using var scope = torch.NewDisposeScope();
        using var weights = WeightSnapshot.Of(student);
        weights.Save(Path.Combine(folder, "student.safetensors"));
        if (defect != Defect.ForgetsMomentum)
            optimizer.save_state_dict(Path.Combine(folder, "optimizer"));
        File.WriteAllText(Path.Combine(folder, "epoch"), $"{epoch}");
    }

    private static int Restore(string folder, Classifier student, TorchSharp.Modules.OptimizerHelper optimizer)
    {
        using var weights = WeightSnapshot.Load(Path.Combine(folder, "student.safetensors"));
        weights.CopyTo(student);
        if (File.Exists(Path.Combine(folder, "optimizer")))
            optimizer.load_state_dict(Path.Combine(folder, "optimizer"));
        return int.Parse(File.ReadAllText(Path.Combine(folder, "epoch")), null);
    }
}

/// <summary>The kit on the broken method. Internal, so that the test runner does not take it for tests.</summary>
internal sealed class BrokenKit(Defect defect, DistillationLoss? loss = null, params GoldenVector[] vectors) : MethodConformance<BrokenMethod, BrokenOptions>
{
    protected override BrokenOptions Options => new() { Defect = defect };

    protected override DistillationLoss? Loss => loss;

    protected override IEnumerable<GoldenVector> GoldenVectors => vectors;
}

/// <summary>Options whose defaults are wrong.</summary>
public sealed record WrongOptions
{
    /// <summary>Out of its range.</summary>
    [Range(0, 1)]
    public double Share { get; init; } = 2;
}

/// <summary>A method without a name, whose options are wrong.</summary>
public sealed class NamelessMethod : Method<WrongOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<WrongOptions> trial)
    {
    }
}

/// <summary>Options of a model that does not exist.</summary>
public sealed record MisspeltOptions
{
    /// <summary>The student.</summary>
    [ModelName]
    public string Student { get; init; } = "resnet8x5";
}

/// <summary>A method with a name that can't be typed and a model that does not exist.</summary>
[Method("Broken Method", Title = "x", Paper = "y")]
public sealed class MisspeltMethod : Method<MisspeltOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<MisspeltOptions> trial)
    {
    }
}

/// <summary>Options that can change.</summary>
public sealed record ChangeableOptions
{
    /// <summary>Has a setter.</summary>
    public int Epochs { get; set; } = 1;
}

/// <summary>A method whose options can change.</summary>
[Method("changeable", Title = "x", Paper = "y")]
public sealed class ChangeableMethod : Method<ChangeableOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<ChangeableOptions> trial)
    {
    }
}

/// <summary>The kit on any of them.</summary>
internal sealed class OptionsKit<TMethod, TOptions> : MethodConformance<TMethod, TOptions>
    where TMethod : Method<TOptions>, new()
    where TOptions : class, new()
{
    protected override TOptions Options => new();

    protected override DistillationLoss? Loss => null;

    protected override IEnumerable<GoldenVector> GoldenVectors => [];
}
