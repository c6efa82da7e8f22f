namespace KdHost.Sdk.Data.Sources;

/// <summary>Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf, 2017): 60 000 + 10 000 articles of clothing. Licence MIT.</summary>
internal sealed class FashionMnist : IdxSource
{
    public override string Name => "fashion-mnist";

    public override IReadOnlyList<float> Mean { get; } = [0.2860f];

    public override IReadOnlyList<float> StandardDeviation { get; } = [0.3530f];

    public override IReadOnlyList<RemoteFile> Files { get; } = FilesAt(
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "25c81989df183df01b3e8a0aad5dffbe",
        "bef4ecab320f06d8554ea6380940ec79",
        "bb300cfdad3c16e7a12a480ee83cd310");
}
