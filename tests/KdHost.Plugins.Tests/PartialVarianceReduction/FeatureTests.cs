using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Testing;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>The linear study on prepared features.</summary>
public sealed class FeatureTests : IDisposable
{
    private static readonly PartialVarianceReductionOptions Small = new() { Features = "cifar-10-resnet50", Epochs = 1, LearningRate = 1e-4, Teacher = new() { Kind = TeacherKind.Random } };

    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-pvr-features-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Features_are_read_from_two_files_and_learnt_from()
    {
        Write("train", 40, 2048);
        Write("test", 10, 2048);
        var metrics = MemoryTrial.Run(new PartialVarianceReductionMethod(), MemoryTrial.Of(Small, Path.Combine(_folder, "trial"), data: new DataRoot(_folder), cancellation: TestContext.Current.CancellationToken));
        Assert.True(double.IsFinite(metrics.Last("train/loss")));
    }

    [Fact]
    public void A_missing_file_is_named_with_what_belongs_into_it()
    {
        Write("train", 40, 2048);
        var fault = DataSets.Get<FeatureSource>("cifar-10-resnet50").Problem(new DataRoot(_folder))!;
        Assert.EndsWith("test.safetensors", fault.File, StringComparison.Ordinal);
        Assert.Contains("2048", fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_other_features_is_refused()
    {
        Write("train", 40, 7);
        Write("test", 10, 2048);
        var fault = Assert.Throws<FaultException>(() => DataSets.Get<FeatureSource>("cifar-10-resnet50").Verify(new DataRoot(_folder))).Faults.Single();
        Assert.Contains("features [40, 7]", fault.Found, StringComparison.Ordinal);
    }

    private void Write(string part, int count, int width)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "cifar-10-resnet50")).FullName;
        Safetensors.Save(Path.Combine(folder, part + ".safetensors"), new Dictionary<string, torch.Tensor>
        {
            ["features"] = torch.randn(count, width, generator: generator),
            ["labels"] = torch.arange(count, torch.ScalarType.Int64).remainder(10),
        });
    }
}
