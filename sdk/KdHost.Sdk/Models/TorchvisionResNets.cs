using KdHost.Sdk.Data;

namespace KdHost.Sdk.Models;

/// <summary>The ImageNet residual networks, with torchvision's names and its stride in the 3x3 convolution of a bottleneck (version 1.5).</summary>
internal static class TorchvisionResNets
{
    [Model("resnet18", "torchvision ResNet-18", Parameters = 11_689_512, Size = 224, Classes = 1000)]
    internal static Classifier ResNet18(ImageShape input, int classes) => Make(input, classes, bottleneck: false, 2, 2, 2, 2);

    [Model("resnet34", "torchvision ResNet-34", Parameters = 21_797_672, Size = 224, Classes = 1000)]
    internal static Classifier ResNet34(ImageShape input, int classes) => Make(input, classes, bottleneck: false, 3, 4, 6, 3);

    [Model("resnet50", "torchvision ResNet-50", Parameters = 25_557_032, Size = 224, Classes = 1000)]
    internal static Classifier ResNet50(ImageShape input, int classes) => Make(input, classes, bottleneck: true, 3, 4, 6, 3);

    [Model("resnet101", "torchvision ResNet-101", Parameters = 44_549_160, Size = 224, Classes = 1000)]
    internal static Classifier ResNet101(ImageShape input, int classes) => Make(input, classes, bottleneck: true, 3, 4, 23, 3);

    [Model("resnet152", "torchvision ResNet-152", Parameters = 60_192_808, Size = 224, Classes = 1000)]
    internal static Classifier ResNet152(ImageShape input, int classes) => Make(input, classes, bottleneck: true, 3, 8, 36, 3);

    private static ResNet Make(ImageShape input, int classes, bool bottleneck, params int[] blocks) =>
        new(input, classes, new(64, [(64, blocks[0]), (128, blocks[1]), (256, blocks[2]), (512, blocks[3])], bottleneck, ImageNetStem: true));
}
