using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Tests.Models.Reference;

namespace KdHost.Sdk.Tests.Models;

public sealed class ReferenceNamesTests
{
    [Theory]
    [MemberData(nameof(ReferenceModels.All), MemberType = typeof(ReferenceModels))]
    public void Tensors_have_the_names_the_order_and_the_shapes_of_the_reference(string model, string file)
    {
        var reference = ReferenceModel.Load(file);
        var shape = model == "lenet5" ? new ImageShape(1, 28, 28) : new ImageShape(3, 224, 224);
        using var network = ModelCatalog.Create(model, shape, reference.Classes, seed: 0);
        Assert.Equal(
            reference.StateDict.Where(tensor => !tensor.IsBuffer).Select(tensor => Describe(tensor.Name, tensor.Shape)),
            network.named_parameters().Select(entry => Describe(entry.name, entry.parameter.shape)));
        Assert.Equal(
            reference.StateDict.Where(tensor => tensor.IsBuffer).Select(tensor => Describe(tensor.Name, tensor.Shape)),
            network.named_buffers().Select(entry => Describe(entry.name, entry.buffer.shape)));
        Assert.Equal(reference.StateDict.Select(tensor => tensor.Name).Order(), network.state_dict().Keys.Order());
        Assert.Equal(reference.ParameterElements, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(ModelCatalog.Get(model).Parameters, reference.ParameterElements);
        Assert.Equal(reference.BufferElements, network.buffers().Sum(buffer => buffer.numel()));
    }

    private static string Describe(string name, long[] shape) => $"{name} [{string.Join(", ", shape)}]";
}
