using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Tests.Models.Reference;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

public sealed class ModelReferenceTests
{
    public static TheoryData<string, string> All => [.. ReferenceModels.WithOutputs.Concat(ReferenceModels.WithNamesOnly)];

    public static TheoryData<string, string> WithOutputs => [.. ReferenceModels.WithOutputs];

    [Theory]
    [MemberData(nameof(All))]
    public void Tensors_have_the_names_the_order_and_the_shapes_of_the_reference(string model, string file)
    {
        using var scope = torch.NewDisposeScope();
        var reference = ReferenceModel.Load(file);
        var size = reference.Cases is { } cases ? cases[^1].Input : file.StartsWith("tv_", StringComparison.Ordinal) || file.Contains("224", StringComparison.Ordinal) ? [1, 3, 224, 224] : [1, 3, 32, 32];
        using var network = ModelCatalog.Create(model, new ImageShape((int)size[1], (int)size[2], (int)size[3]), reference.Classes, seed: 0);
        Assert.Equal(
            reference.StateDict.Where(tensor => !tensor.IsBuffer).Select(Describe),
            network.named_parameters().Select(entry => Describe(entry.name, entry.parameter)));
        Assert.Equal(
            reference.StateDict.Where(tensor => tensor.IsBuffer).Select(Describe),
            network.named_buffers().Select(entry => Describe(entry.name, entry.buffer)));
        Assert.Equal(reference.StateDict.Select(tensor => tensor.Name).Order(), network.state_dict().Keys.Order());
        Assert.Equal(reference.ParameterElements, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(WithOutputs))]
    public void Outputs_features_and_gradients_equal_the_reference_in_double_precision(string model, string file)
    {
        foreach (var reference in Run(model, file, torch.float64))
            reference.Check(outputs: 1e-8, gradients: 1e-8);
    }

    [Theory]
    [MemberData(nameof(WithOutputs))]
    public void Outputs_and_features_are_close_to_the_reference_in_single_precision(string model, string file)
    {
        foreach (var reference in Run(model, file, torch.float32))
            reference.Check(outputs: reference.Expected.IsTraining ? 1e-3 : 1e-4, gradients: null);
    }

    private static IEnumerable<ReferenceRun> Run(string model, string file, torch.ScalarType type)
    {
        var reference = ReferenceModel.Load(file);
        foreach (var expected in reference.Cases!)
        {
            using var scope = torch.NewDisposeScope();
            var input = new ImageShape((int)expected.Input[1], (int)expected.Input[2], (int)expected.Input[3]);
            using var network = ModelCatalog.Create(model, input, reference.Classes, seed: 0);
            network.to(type);
            ReferenceNumbers.Fill(network, reference);
            network.train(expected.IsTraining);
            yield return new ReferenceRun(network, expected, type);
        }
    }

    private static string Describe(ReferenceTensor tensor) => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]";

    private static string Describe(string name, torch.Tensor tensor) => $"{name} [{string.Join(", ", tensor.shape)}]";
}
