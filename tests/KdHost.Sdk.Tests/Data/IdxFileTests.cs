using System.IO.Compression;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Files;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 2, 2);
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 9, 0];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_and_labels_are_read_as_they_stand()
    {
        var set = Read(Images, Labels);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], set.CopyPixels());
        Assert.Equal([9, 0], set.Labels);
    }

    [Fact]
    public void A_truncated_file_is_refused() => AssertDamaged("ends too early", Images[..^1], Labels);

    [Fact]
    public void Bytes_after_the_last_record_are_refused() => AssertDamaged("after the last record", [.. Images, 0], Labels);

    [Fact]
    public void Another_kind_of_file_is_refused() => AssertDamaged("magic number 0x00000801", Labels, Labels);

    [Fact]
    public void Another_image_size_is_refused() => AssertDamaged("side of 3", [.. Images[..11], 3, .. Images[12..]], Labels);

    [Fact]
    public void A_negative_number_of_records_is_refused() => AssertDamaged("records", [0, 0, 8, 3, 255, 255, 255, 255, .. Images[8..]], Labels);

    [Fact]
    public void More_records_than_the_file_can_hold_are_refused_before_they_take_memory() => AssertDamaged("9000000 records in", [0, 0, 8, 3, 0, 137, 84, 64, .. Images[8..]], Labels);

    [Fact]
    public void A_label_outside_the_classes_is_refused() => AssertDamaged("class 10 at record 1", Images, [.. Labels[..^1], 10]);

    [Fact]
    public void Fewer_labels_than_images_are_refused() => AssertDamaged("1 labels for 2 images", Images, [0, 0, 8, 1, 0, 0, 0, 1, 9]);

    [Fact]
    public void A_file_that_is_not_packed_is_refused()
    {
        File.WriteAllBytes(_folder.File("images"), Images);
        Write("labels", Labels);
        var error = Assert.Throws<FaultException>(() => IdxFile.ReadPair(_folder.File("images"), _folder.File("labels"), Shape, 10));
        Assert.Contains("not gzip", error.Message, StringComparison.Ordinal);
    }

    private void AssertDamaged(string found, byte[] images, byte[] labels)
    {
        var fault = Assert.Throws<FaultException>(() => Read(images, labels)).Faults.Single();
        Assert.Contains(found, fault.Found, StringComparison.Ordinal);
        Assert.NotNull(fault.File);
        Assert.NotNull(fault.Fix);
    }

    private ImageSet Read(byte[] images, byte[] labels)
    {
        Write("images", images);
        Write("labels", labels);
        return IdxFile.ReadPair(_folder.File("images"), _folder.File("labels"), Shape, 10);
    }

    private void Write(string name, byte[] content)
    {
        using var packed = new GZipStream(File.Create(_folder.File(name)), CompressionLevel.Fastest);
        packed.Write(content);
    }
}
