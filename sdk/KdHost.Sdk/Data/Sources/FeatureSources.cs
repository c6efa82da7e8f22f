namespace KdHost.Sdk.Data.Sources;

/// <summary>CIFAR-10 as ResNet-50 with ImageNet weights sees it.</summary>
internal sealed class Cifar10ResNet50Features : FeatureSource
{
    public override string Name => "cifar-10-resnet50";

    public override int Classes => 10;

    public override int Width => 2048;

    public override string Description => "pooled features of a ResNet-50 with ImageNet weights, images resized to 256, centre crop 224, ImageNet's mean and deviation, batch norm in evaluation mode";
}
