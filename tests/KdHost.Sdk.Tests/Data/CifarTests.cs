using System.Formats.Tar;
using System.IO.Compression;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private const int Pixels = 3072;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_of_the_official_files_are_read_from_a_data_root()
    {
        var root = new DataRoot(SharedFolder.File("data"));
        var ten = ImageData.Load("cifar-10", root);
        Assert.Equal((7500, 2500, 4500), (ten.Training.Images.Count, ten.Validation.Images.Count, ten.Test.Images.Count));
        Assert.Equal(10, ten.Training.Images.Labels.Distinct().Count());
        var pixels = ten.Training.Images.CopyPixels();
        for (var channel = 0; channel < 3; channel++)
        {
            var values = pixels.Where((_, i) => i % Pixels / 1024 == channel).Select(pixel => pixel / 255.0).ToList();
            Assert.Equal(ten.Source.Mean[channel], values.Average(), 0.005);
            Assert.Equal(ten.Source.StandardDeviation[channel], Math.Sqrt(values.Average(value => value * value) - Math.Pow(values.Average(), 2)), 0.005);
        }

        var hundred = DataSets.Get<ImageSource>("cifar-100").Read(root);
        Assert.All(hundred.Training.Labels.CountBy(label => label), pair => Assert.Equal(120, pair.Value)); // the fine classes
        Assert.Equal((100, 2500), (hundred.Training.Labels.Distinct().Count(), hundred.Test.Count));
    }

    [Fact]
    public void The_official_archive_is_read_without_unpacking_it()
    {
        string[] names = [.. Enumerable.Range(1, 5).Select(index => $"data_batch_{index}.bin"), "test_batch.bin"];
        WriteArchive("cifar-10", names, record => [(byte)record, .. new byte[Pixels]]);
        var (training, test) = DataSets.Get<ImageSource>("cifar-10").Read(new DataRoot(_folder.Path));
        Assert.Equal([0, 1, 2, 3, 4], training.Labels);
        Assert.Equal([5], test.Labels);
        WriteArchive("cifar-10", names[1..], record => [(byte)record, .. new byte[Pixels]]);
        Assert.Contains("data_batch_1.bin", Damaged("cifar-10").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_record_length_and_a_label_that_is_no_class_are_refused()
    {
        Write("cifar-100", "train.bin", new byte[Pixels + 2]);
        Write("cifar-100", "test.bin", new byte[Pixels + 1]);
        var fault = Damaged("cifar-100");
        Assert.Equal(("3073 bytes", "a multiple of 3074, the length of a record"), (fault.Found, fault.Expected));
        Write("cifar-100", "test.bin", [0, 100, .. new byte[Pixels]]);
        Assert.Equal("class 100 at record 0", Damaged("cifar-100").Found);
    }

    [Fact]
    public void A_truncated_packed_file_is_refused()
    {
        Write("cifar-100", "train.bin", new byte[Pixels + 2]);
        using (var packed = new GZipStream(File.Create(Path.Combine(_folder.Path, "cifar-100", "test.bin.gz")), CompressionLevel.NoCompression))
            packed.Write(new byte[Pixels + 2]);
        var path = Path.Combine(_folder.Path, "cifar-100", "test.bin.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1000]);
        Assert.Equal(path, Damaged("cifar-100").File);
    }

    private Fault Damaged(string name) => Assert.Throws<FaultException>(() => DataSets.Get<ImageSource>(name).Read(new DataRoot(_folder.Path))).Faults.Single();

    private void Write(string set, string name, byte[] content)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, set));
        File.WriteAllBytes(Path.Combine(_folder.Path, set, name), content);
    }

    private void WriteArchive(string set, string[] names, Func<int, byte[]> content)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, set));
        using var tar = new TarWriter(new GZipStream(File.Create(Path.Combine(_folder.Path, set, $"{set}-binary.tar.gz")), CompressionLevel.Fastest));
        foreach (var (index, name) in names.Index())
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{set}-batches-bin/{name}") { DataStream = new MemoryStream(content(index)) });
    }
}
