namespace KdHost.Sdk.Tests.Models;

/// <summary>Models that have reference values: name in the catalogue, and name of the file of values.</summary>
internal static class ReferenceModels
{
    public static readonly (string Model, string File)[] WithOutputs =
    [
        ("resnet8", "resnet8"), ("resnet14", "resnet14"), ("resnet20", "resnet20"), ("resnet44", "resnet44"), ("resnet56", "resnet56"),
        ("resnet110", "resnet110"), ("resnet8x4", "resnet8x4"), ("resnet32x4", "resnet32x4"),
        ("cifar-resnet18", "ResNet18"), ("cifar-resnet50", "ResNet50"),
        ("wrn-16-1", "wrn_16_1"), ("wrn-16-2", "wrn_16_2"), ("wrn-40-2", "wrn_40_2"),
        ("vgg8", "vgg8"), ("vgg11", "vgg11"), ("vgg16", "vgg16"), ("vgg19", "vgg19"),
        ("resnet18", "tv_resnet18"), ("resnet50", "tv_resnet50"), ("resnet101", "tv_resnet101"), ("resnet152", "tv_resnet152"),
        ("lenet5", "lenet5"),
    ];

    public static readonly (string Model, string File)[] WithNamesOnly =
    [
        ("resnet32", "resnet32"), ("wrn-40-1", "wrn_40_1"), ("vgg13", "vgg13"), ("resnet34", "tv_resnet34"),
    ];
}
