using KdHost.Sdk.Data;
using KdHost.Sdk.Models;
using KdHost.Sdk.Tests.Models.Reference;
using TorchSharp;

namespace KdHost.Sdk.Tests.Models;

/// <summary>Models that have reference values: name in the catalogue, and name of the file of values.</summary>
public static class ReferenceModels
{
    /// <summary>Models whose outputs are known.</summary>
    public static TheoryData<string, string> WithOutputs =>
    [
        ("resnet8", "resnet8"), ("resnet14", "resnet14"), ("resnet20", "resnet20"), ("resnet44", "resnet44"), ("resnet56", "resnet56"),
        ("resnet110", "resnet110"), ("resnet8x4", "resnet8x4"), ("resnet32x4", "resnet32x4"),
        ("cifar-resnet18", "ResNet18"), ("cifar-resnet50", "ResNet50"),
        ("wrn-16-1", "wrn_16_1"), ("wrn-16-2", "wrn_16_2"), ("wrn-40-2", "wrn_40_2"),
        ("vgg8", "vgg8"), ("vgg11", "vgg11"), ("vgg16", "vgg16"), ("vgg19", "vgg19"),
        ("resnet18", "tv_resnet18"), ("resnet50", "tv_resnet50"), ("resnet101", "tv_resnet101"), ("resnet152", "tv_resnet152"),
        ("mobilenetv2-half", "MobileNetV2"), ("shufflenetv1", "ShuffleV1"), ("shufflenetv2", "ShuffleV2"), ("mobilenetv1", "mobilenet_v1"),
        ("vit-tiny", "vit_tiny_patch16_224"), ("convnextv2-atto", "convnextv2_atto"), ("convnextv2-tiny", "convnextv2_tiny"),
        ("lenet5", "lenet5"),
    ];

    /// <summary>Models whose outputs for images of the size of ImageNet are known.</summary>
    public static TheoryData<string, string> WithLargeImages =>
    [
        ("resnet18", "tv_resnet18"), ("resnet50", "tv_resnet50"), ("resnet101", "tv_resnet101"), ("resnet152", "tv_resnet152"),
        ("mobilenetv1", "mobilenet_v1"), ("vit-tiny", "vit_tiny_patch16_224"), ("convnextv2-atto", "convnextv2_atto"), ("convnextv2-tiny", "convnextv2_tiny"),
    ];

    /// <summary>Models whose names and shapes are known.</summary>
    public static TheoryData<string, string> All =>
    [
        .. WithOutputs.Select(row => row.Data), ("resnet32", "resnet32"), ("wrn-40-1", "wrn_40_1"), ("vgg13", "vgg13"), ("resnet34", "tv_resnet34"),
        ("vit-small", "vit_small_patch16_224"), ("vit-base", "vit_base_patch16_224"),
        ("convnextv2-femto", "convnextv2_femto"), ("convnextv2-pico", "convnextv2_pico"), ("convnextv2-nano", "convnextv2_nano"),
        ("beitv2-base", "beitv2_base_patch16_224"),
    ];

    /// <summary>Whether a case has images of the size of ImageNet.</summary>
    internal static bool IsLarge(ReferenceCase expected) => expected.Input[2] == 224;

    /// <summary>Fills a model as the reference was, once a case, and gives it out in the mode of the case.</summary>
    internal static IEnumerable<ReferenceRun> Run(string model, string file, torch.ScalarType type, Func<ReferenceModel, ReferenceCase, bool> include)
    {
        var reference = ReferenceModel.Load(file);
        var size = reference.Cases![0].Input;
        using var network = ModelCatalog.Create(model, new ImageShape((int)size[1], (int)size[2], (int)size[3]), reference.Classes, seed: 0);
        network.to(type);
        foreach (var expected in reference.Cases.Where(expected => include(reference, expected)))
        {
            using var scope = torch.NewDisposeScope();
            ReferenceNumbers.Fill(network, reference);
            network.train(expected.IsTraining);
            network.zero_grad();
            yield return new ReferenceRun(network, expected, type);
        }
    }
}
