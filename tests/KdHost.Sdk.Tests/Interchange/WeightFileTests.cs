using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Models;
using KdHost.Sdk.Tests.Models.Reference;
using KdHost.Sdk.Tests.Setup;
using TorchSharp;

namespace KdHost.Sdk.Tests.Interchange;

public sealed class WeightFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_written_elsewhere_give_the_logits_that_they_gave_there()
    {
        using var scope = torch.NewDisposeScope();
        var reference = ReferenceModel.Load("resnet8");
        using var filled = ModelCatalog.Create("resnet8", new ImageShape(3, 32, 32), 100, seed: 0);
        ReferenceNumbers.Fill(filled, reference);
        using var loaded = ModelCatalog.Create("resnet8", new ImageShape(3, 32, 32), 100, seed: 1);
        WeightFile.Load(SharedFolder.File("models", "safetensors", "resnet8.safetensors"), loaded);
        var images = torch.randn(2, 3, 32, 32);
        filled.eval();
        loaded.eval();
        Assert.True(filled.call(images).equal(loaded.call(images)).all().ToBoolean());
    }

    [Fact]
    public void A_file_says_what_it_holds_and_comes_back_bit_for_bit()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Small(seed: 1);
        var info = new WeightInfo { Model = "resnet8", Input = new ImageShape(3, 8, 8), Classes = 5, Notes = new Dictionary<string, string> { ["seed"] = "1" } };
        WeightFile.Save(_folder.File("x"), model, info);
        var read = WeightFile.ReadInfo(_folder.File("x"));
        Assert.Equal(("resnet8", info.Input, 5, "1"), (read.Model, read.Input, read.Classes, read.Notes["seed"]));
        using var other = Small(seed: 2);
        WeightFile.Load(_folder.File("x"), other);
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.equal(other.state_dict()[pair.Key]).all().ToBoolean()));
        using var file = SafetensorsFile.Open(_folder.File("x"));
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("student.")]
    public void Names_of_a_wrapped_network_are_understood_and_counters_may_lack(string wrapper)
    {
        using var scope = torch.NewDisposeScope();
        using var model = Small(seed: 1);
        Safetensors.Save(_folder.File("x"), model.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(wrapper + pair.Key, pair.Value)));
        using var other = Small(seed: 2);
        WeightFile.Load(_folder.File("x"), other);
        Assert.True(model.parameters().First().equal(other.parameters().First()).all().ToBoolean());
    }

    [Theory]
    [InlineData("convnextv2-atto", "convnextv2_atto")]
    [InlineData("convnextv2-tiny", "convnextv2_tiny")]
    public void Official_names_and_shapes_of_ConvNeXt_V2_are_those_of_timm(string model, string file)
    {
        using var scope = torch.NewDisposeScope();
        var official = ReferenceModel.Load($"{file}_official");
        var number = 0;
        Safetensors.Save(_folder.File("x"), official.StateDict.Select(tensor => KeyValuePair.Create(tensor.Name, torch.full(tensor.Shape, number++, torch.ScalarType.Float32))));
        using var network = ModelCatalog.Create(model, new ImageShape(3, 64, 64), 1000, seed: 0);
        Assert.Empty(WeightFile.Check(_folder.File("x"), network));
        WeightFile.Load(_folder.File("x"), network);
        var place = official.StateDict.Index().ToDictionary(pair => pair.Item.Name, pair => (float)pair.Index);
        foreach (var (timm, name) in new[] { ("stem.0.weight", "downsample_layers.0.0.weight"), ("stages.1.downsample.1.bias", "downsample_layers.1.1.bias"), ("stages.2.blocks.1.conv_dw.weight", "stages.2.1.dwconv.weight"), ("stages.0.blocks.0.norm.weight", "stages.0.0.norm.weight"), ("stages.3.blocks.0.mlp.grn.weight", "stages.3.0.grn.gamma"), ("stages.3.blocks.1.mlp.fc2.bias", "stages.3.1.pwconv2.bias"), ("head.norm.bias", "norm.bias"), ("head.fc.weight", "head.weight") })
            Assert.Equal(place[name], network.state_dict()[timm].mean().ToSingle());
    }

    [Fact]
    public void The_file_of_another_model_is_refused_with_all_that_is_wrong()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Small(seed: 1);
        var state = model.state_dict();
        state.Remove("bn1.weight");
        state["fc.weight"] = torch.zeros(6, 64);
        state["extra"] = torch.zeros(2);
        Safetensors.Save(_folder.File("x"), state);
        var faults = Assert.Throws<FaultException>(() => WeightFile.Load(_folder.File("x"), model)).Faults;
        Assert.Equal([("a tensor is missing", "bn1.weight"), ("a tensor is not the model's", "extra"), ("a tensor has another shape", "fc.weight")], faults.Select(fault => (fault.Problem, fault.Key!)));
        Assert.Equal(("[6, 64]", "[5, 64]"), (faults[2].Found, faults[2].Expected));
        Assert.Equal(6, WeightFile.ClassesIn(SaveWith(state, torch.zeros(6)), model));
    }

    [Fact]
    public void Of_many_faults_a_few_are_named_and_the_rest_is_counted()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Small(seed: 1);
        Safetensors.Save(_folder.File("x"), [KeyValuePair.Create("fc.bias", torch.zeros(5))]);
        var faults = WeightFile.Check(_folder.File("x"), model);
        Assert.Equal(9, faults.Count);
        Assert.Contains("more of this kind", faults[^1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_half_precision_are_widened()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Small(seed: 1);
        Safetensors.Save(_folder.File("x"), model.state_dict().Select(pair => KeyValuePair.Create(pair.Key, pair.Value.is_floating_point() ? pair.Value.to(torch.ScalarType.Float16) : pair.Value)));
        using var other = Small(seed: 2);
        WeightFile.Load(_folder.File("x"), other);
        Assert.True(model.parameters().First().allclose(other.parameters().First(), atol: 1e-3));
        Assert.Equal(torch.ScalarType.Float32, other.parameters().First().dtype);
    }

    private static Classifier Small(long seed) => ModelCatalog.Create("resnet8", new ImageShape(3, 8, 8), 5, seed);

    private string SaveWith(Dictionary<string, torch.Tensor> state, torch.Tensor bias)
    {
        state["fc.bias"] = bias;
        Safetensors.Save(_folder.File("y"), state);
        return _folder.File("y");
    }
}
