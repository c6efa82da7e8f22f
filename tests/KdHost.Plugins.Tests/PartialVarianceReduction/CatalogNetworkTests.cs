using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Data;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Networks of the catalogue, with batch norms.</summary>
public sealed class CatalogNetworkTests
{
    [Fact]
    public void The_teachers_gradient_and_the_cosine_move_no_statistics_of_batch_norms()
    {
        using var scope = torch.NewDisposeScope();
        var shape = new ImageShape(1, 8, 8);
        using var generator = new torch.Generator(4);
        using var samples = Samples.Of(torch.randn(16, shape.Size, generator: generator), [.. Enumerable.Range(0, 16).Select(i => i % 3)], 3, hasOnes: false);
        using CatalogNetwork student = new("resnet8", shape, 3, 1, torch.CPU), teacher = new("resnet8", shape, 3, 2, torch.CPU) { UsesStoredStatistics = true };
        using var force = new TeacherForce(new() { Network = "resnet8" }, samples, student, teacher);
        force.SetLambda([0.5], isResumed: false);
        var batch = IdentityTests.Whole(samples);
        var (ofTeacher, ofStudent) = (Statistics(teacher), Statistics(student));

        Assert.InRange(force.Cosine(batch).Single(), -1, 1);
        Assert.Equal(ofStudent, Statistics(student));
        force.Gradient(batch);
        Assert.Equal(ofTeacher, Statistics(teacher));
        Assert.NotEqual(ofStudent, Statistics(student)); // the student itself learns as usual
    }

    [Fact]
    public void A_group_norm_network_has_no_buffers_and_as_many_parameters_as_its_batch_norm_twin()
    {
        using var group = new CatalogNetwork("resnet20-gn", new ImageShape(3, 32, 32), 10, 1, torch.CPU);
        using var batch = new CatalogNetwork("resnet20", new ImageShape(3, 32, 32), 10, 1, torch.CPU);
        Assert.Empty(group.Model.buffers());
        Assert.Equal(batch.Model.parameters().Sum(parameter => parameter.numel()), group.Model.parameters().Sum(parameter => parameter.numel()));
    }

    private static List<float> Statistics(CatalogNetwork network)
    {
        using var scope = torch.NewDisposeScope();
        return [.. network.Model.named_buffers().Where(pair => pair.name.Contains("running", StringComparison.Ordinal)).SelectMany(pair => pair.buffer.data<float>().ToArray())];
    }
}
