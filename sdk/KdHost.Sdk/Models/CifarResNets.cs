using KdHost.Sdk.Data;

namespace KdHost.Sdk.Models;

/// <summary>
/// Residual networks for 32x32 images, with the names of mdistiller and RepDistiller: three stages and basic blocks (<c>resnet20</c>, …),
/// or the four stages of the ImageNet networks behind a small stem (<c>cifar-resnet18</c>, <c>cifar-resnet50</c>: those two benchmarks call
/// them ResNet18 and ResNet50; <c>resnet18</c> and <c>resnet50</c> here are torchvision's).
/// All shortcuts are 1x1 convolutions with batch norm.
/// </summary>
internal static class CifarResNets
{
    [Model("resnet8", "CIFAR ResNet, 1 basic block a stage, widths 16 32 64", Parameters = 83_892)]
    internal static Classifier ResNet8(ImageShape input, int classes) => Thin(input, classes, blocks: 1);

    [Model("resnet14", "CIFAR ResNet, 2 basic blocks a stage, widths 16 32 64", Parameters = 181_108)]
    internal static Classifier ResNet14(ImageShape input, int classes) => Thin(input, classes, blocks: 2);

    [Model("resnet20", "CIFAR ResNet, 3 basic blocks a stage, widths 16 32 64", Parameters = 278_324)]
    internal static Classifier ResNet20(ImageShape input, int classes) => Thin(input, classes, blocks: 3);

    [Model("resnet20-gn", "resnet20 with group norm, 8 groups", Parameters = 278_324)]
    internal static Classifier ResNet20GroupNorm(ImageShape input, int classes) =>
        new ResNet(input, classes, new(16, [(16, 3), (32, 3), (64, 3)], GroupNorm: true));

    [Model("resnet32", "CIFAR ResNet, 5 basic blocks a stage, widths 16 32 64", Parameters = 472_756)]
    internal static Classifier ResNet32(ImageShape input, int classes) => Thin(input, classes, blocks: 5);

    [Model("resnet44", "CIFAR ResNet, 7 basic blocks a stage, widths 16 32 64", Parameters = 667_188)]
    internal static Classifier ResNet44(ImageShape input, int classes) => Thin(input, classes, blocks: 7);

    [Model("resnet56", "CIFAR ResNet, 9 basic blocks a stage, widths 16 32 64", Parameters = 861_620)]
    internal static Classifier ResNet56(ImageShape input, int classes) => Thin(input, classes, blocks: 9);

    [Model("resnet110", "CIFAR ResNet, 18 basic blocks a stage, widths 16 32 64", Parameters = 1_736_564)]
    internal static Classifier ResNet110(ImageShape input, int classes) => Thin(input, classes, blocks: 18);

    [Model("resnet8x4", "CIFAR ResNet, 1 basic block a stage, four times as wide", Parameters = 1_233_540)]
    internal static Classifier ResNet8x4(ImageShape input, int classes) => Wide(input, classes, blocks: 1);

    [Model("resnet32x4", "CIFAR ResNet, 5 basic blocks a stage, four times as wide", Parameters = 7_433_860)]
    internal static Classifier ResNet32x4(ImageShape input, int classes) => Wide(input, classes, blocks: 5);

    [Model("cifar-resnet18", "ResNet-18 with a 3x3 stem for small images", Parameters = 11_220_132)]
    internal static Classifier ResNet18(ImageShape input, int classes) =>
        new ResNet(input, classes, new(64, [(64, 2), (128, 2), (256, 2), (512, 2)], ShortcutName: "shortcut", HeadName: "linear"));

    [Model("cifar-resnet50", "ResNet-50 with a 3x3 stem for small images", Parameters = 23_705_252)]
    internal static Classifier ResNet50(ImageShape input, int classes) =>
        new ResNet(input, classes, new(64, [(64, 3), (128, 4), (256, 6), (512, 3)], Bottleneck: true, ShortcutName: "shortcut", HeadName: "linear"));

    private static ResNet Thin(ImageShape input, int classes, int blocks) =>
        new(input, classes, new(16, [(16, blocks), (32, blocks), (64, blocks)]));

    private static ResNet Wide(ImageShape input, int classes, int blocks) =>
        new(input, classes, new(32, [(64, blocks), (128, blocks), (256, blocks)]));
}
