using KdHost.Sdk.Data;
using KdHost.Sdk.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Tests.Losses;

public sealed class ModuleTests
{
    [Theory]
    [InlineData(8, 4)]
    [InlineData(4, 8)]
    [InlineData(7, 5)]
    [InlineData(6, 6)]
    public void The_FitNet_regressor_brings_a_map_to_the_size_of_the_teacher(int student, int teacher)
    {
        using var scope = NewDisposeScope();
        using var loss = new FitNet(new ImageShape(3, student, student), new ImageShape(5, teacher, teacher));
        Assert.True(loss.call(randn(2, 3, student, student), randn(2, 5, teacher, teacher)).isfinite().ToBoolean());
    }

    [Fact]
    public void The_FitNet_regressor_refuses_a_size_that_it_has_no_layer_for() =>
        Assert.Throws<ArgumentException>(() => new FitNet(new ImageShape(3, 5, 5), new ImageShape(3, 8, 8)));

    [Fact]
    public void The_variance_of_variational_information_starts_as_asked()
    {
        using var scope = NewDisposeScope();
        using var loss = new VariationalInformation(2, 3);
        var scale = loss.named_parameters().Single(entry => entry.name == "log_scale").parameter;
        Assert.Equal(5, (nn.functional.softplus(scale, 1, 20)[0].ToDouble() + 1e-5), 1e-5);
    }

    [Fact]
    public void The_margin_is_the_mean_of_the_negative_values_of_a_channel()
    {
        using var scope = NewDisposeScope();
        var margins = FeatureOverhaul.Margin(tensor(new[] { 1.0, -2.0, 0.1 }), tensor(new[] { 0.0, 1.0, 5.0 })).data<double>().ToArray();
        Assert.Equal(-Math.Sqrt(2 / Math.PI), margins[0], 1e-12);
        using var generator = new Generator(1);
        var sample = (randn([1_000_000], float64, generator: generator) * 2) + 1;
        Assert.Equal(sample[sample.lt(0)].mean().ToDouble(), margins[1], 0.01);
        Assert.Equal(-0.3, margins[2], 1e-12);
    }

    [Fact]
    public void Negatives_are_of_other_classes_cover_them_all_and_follow_the_seed()
    {
        using var scope = NewDisposeScope();
        var labels = tensor(new long[] { 2, 0, 1, 0, 2, 1, 1, 0 });
        using var sampler = new NegativeSampler(labels, 3);
        var index = tensor(new long[] { 0, 3, 5 });
        Tensor Draw(ulong seed) => sampler.Draw(index, labels.index_select(0, index), 200, new Generator(seed));
        var drawn = Draw(7);
        Assert.True(drawn.equal(Draw(7)).all().ToBoolean());
        Assert.Equal([3, 201], drawn.shape);
        for (var row = 0; row < 3; row++)
        {
            var label = labels[index[row]].ToInt64();
            Assert.Equal(index[row].ToInt64(), drawn[row, 0].ToInt64());
            var expected = Enumerable.Range(0, 8).Select(image => (long)image).Where(image => labels[image].ToInt64() != label);
            Assert.Equal(expected, drawn[row].narrow(0, 1, 200).data<long>().ToArray().Distinct().Order());
        }
    }

    [Fact]
    public void The_vectors_of_a_contrast_memory_follow_their_generator_and_stay_in_range()
    {
        using var scope = NewDisposeScope();
        Tensor Vectors(ulong seed) => new ContrastMemory(500, 12, generator: new Generator(seed)).get_buffer("memory_s")!;
        Assert.True(Vectors(1).equal(Vectors(1)).all().ToBoolean());
        Assert.False(Vectors(1).equal(Vectors(2)).all().ToBoolean());
        Assert.Equal(0.5, Vectors(1).abs().max().ToDouble(), 0.01);
    }

    [Fact]
    public void Contrastive_distillation_keeps_its_first_partition_and_moves_its_memory()
    {
        using var scope = NewDisposeScope();
        using var memory = new ContrastMemory(10, 4, generator: new Generator(1));
        using var loss = new ContrastiveDistillation(6, 5, memory, 4);
        var contrast = tensor(new long[] { 0, 5, 6, 1, 7, 8 }, [2, 3]);
        var before = memory.get_buffer("memory_s")!.clone();
        loss.Loss(randn(2, 6), randn(2, 5), contrast).backward();
        var partition = memory.get_buffer("z_s")!.ToSingle();
        loss.Loss(randn(2, 6), randn(2, 5), contrast);
        Assert.Equal(partition, memory.get_buffer("z_s")!.ToSingle());
        var moved = (memory.get_buffer("memory_s")! - before).abs().sum(1).gt(0).data<bool>().ToArray();
        Assert.Equal([true, true, false, false, false, false, false, false, false, false], moved);
        Assert.Contains("memory.memory_s", loss.state_dict().Keys);
    }
}
