namespace KdHost.Sdk.Data.Sources;

/// <summary>MNIST (Y. LeCun, C. Cortes, 1998): 60 000 + 10 000 handwritten digits. Licence CC BY-SA 3.0.</summary>
internal sealed class Mnist : IdxSource
{
    public override string Name => "mnist";

    public override IReadOnlyList<float> Mean { get; } = [0.1307f];

    public override IReadOnlyList<float> StandardDeviation { get; } = [0.3081f];

    public override IReadOnlyList<RemoteFile> Files { get; } = FilesAt(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "d53e105ee54ea40749a09fcbcd1e9432",
        "9fb629c4189551a2d022fa330f9573f3",
        "ec29112dd5afa0611ce80d1b7f02629c");
}
