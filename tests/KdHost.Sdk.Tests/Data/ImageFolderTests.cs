using System.IO.Compression;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;
using SkiaSharp;
using TorchSharp;

namespace KdHost.Sdk.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageFolderTests()
    {
        for (var i = 0; i < 6; i++)
        {
            Draw("train/blue", $"{i}.png", new SKColor(0, 0, 250), SKEncodedImageFormat.Png);
            Draw("train/red", $"{i}.jpg", new SKColor(250, 0, 0), SKEncodedImageFormat.Jpeg);
        }

        Draw("val/red", "0.jpeg", new SKColor(250, 0, 0), SKEncodedImageFormat.Jpeg);
        File.WriteAllText(Path.Combine(_folder.Path, "birds", "val", "red", "notes.txt"), "not an image");
    }

    private DataRoot Root => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_are_the_sorted_folders_and_images_are_decoded_at_the_size_asked_for()
    {
        var data = ImageData.Load("folder/birds@32", Root);
        Assert.Equal((9, 3, 1), (data.Training.Images.Count, data.Validation.Images.Count, data.Test.Images.Count));
        Assert.Equal((2, new ImageShape(3, 32, 32)), (data.Source.Classes, data.Source.Shape));
        Assert.Equal([1], data.Test.Images.Labels);
        var pixels = data.Test.Images.CopyPixels();
        Assert.All(pixels[..1024], red => Assert.InRange(red, 240, 255));
        Assert.All(pixels[1024..], other => Assert.InRange(other, 0, 12));
    }

    [Fact]
    public void Batches_made_ahead_are_those_made_on_demand()
    {
        using var scope = torch.NewDisposeScope();
        var data = ImageData.Load("folder/birds@16", Root);
        var augmentation = new Augmentation { Crop = new RandomResizedCrop(), Transforms = [new Flip()] };
        using var ahead = new BatchLoader(data.Training.Images, data.Source, 2, torch.CPU, 1, augmentation);
        foreach (var (epoch, index) in Enumerable.Range(0, 2).SelectMany(epoch => Enumerable.Range(0, ahead.BatchesPerEpoch).Select(index => (epoch, index))))
        {
            using var fresh = new BatchLoader(data.Training.Images, data.Source, 2, torch.CPU, 1, augmentation);
            Assert.True(ahead.Get(epoch, index).Images.equal(fresh.Get(epoch, index).Images).all().ToBoolean());
        }
    }

    [Fact]
    public void A_damaged_image_is_named_also_when_it_is_read_ahead()
    {
        using var scope = torch.NewDisposeScope();
        var path = Path.Combine(_folder.Path, "birds", "train", "blue", "3.png");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        var data = ImageData.Load("folder/birds@16", Root);
        var all = new ImageSet[] { data.Training.Images, data.Validation.Images };
        var error = Assert.Throws<FaultException>(() =>
        {
            foreach (var part in all)
            {
                using var loader = new BatchLoader(part, data.Source, 2, torch.CPU, 1);
                for (var index = 0; index < loader.BatchesPerEpoch; index++)
                    loader.Get(0, index);
            }
        });
        Assert.Equal(path, error.Faults.Single().File);
    }

    [Fact]
    public void A_damaged_image_is_named_also_when_several_threads_read()
    {
        using var scope = torch.NewDisposeScope();
        var data = ImageData.Load("folder/birds@16", Root);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(_folder.Path, "birds", "train", "blue")))
            File.WriteAllText(path, "not an image");
        var threads = torch.get_num_threads();
        torch.set_num_threads(2);
        using var loader = new BatchLoader(data.Training.Images.Pick([.. Enumerable.Range(0, 64).Select(i => i % 9)]), data.Source, 64, torch.CPU, 1);
        torch.set_num_threads(threads);
        Assert.Contains("blue", Assert.Throws<FaultException>(() => loader.Get(0, 0)).Faults.Single().File, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_the_folders_is_unpacked_once()
    {
        ZipFile.CreateFromDirectory(Path.Combine(_folder.Path, "birds"), Path.Combine(_folder.Path, "ducks.zip"));
        Assert.Equal(1, ImageData.Load("folder/ducks@16", Root).Test.Images.Count);
        File.Delete(Path.Combine(_folder.Path, "ducks.zip"));
        Assert.Equal(1, ImageData.Load("folder/ducks@16", Root).Test.Images.Count);
    }

    [Fact]
    public void A_test_folder_makes_val_the_validation()
    {
        Draw("test/blue", "0.png", new SKColor(0, 0, 250), SKEncodedImageFormat.Png);
        var data = ImageData.Load("folder/birds@16", Root);
        Assert.Equal((12, 1, 1), (data.Training.Images.Count, data.Validation.Images.Count, data.Test.Images.Count));
        Assert.Equal((1, 0), (data.Validation.Images.Labels[0], data.Test.Images.Labels[0]));
    }

    [Fact]
    public void What_is_missing_or_does_not_fit_is_said()
    {
        Assert.Contains("train/CLASS", Fault("folder/cats").Expected, StringComparison.Ordinal);
        Assert.Contains("imagenet", Fault("imagenet").File, StringComparison.Ordinal);
        Draw("val/green", "0.png", new SKColor(0, 250, 0), SKEncodedImageFormat.Png);
        Assert.Contains("green", Fault("folder/birds").Found, StringComparison.Ordinal);
        foreach (var wrong in new[] { "folder/", "folder/../x", "folder/a@b", "folder/a@9999", "folder/.." })
            Assert.Contains("there is no data set", Fault(wrong).Problem, StringComparison.Ordinal);
    }

    private Fault Fault(string name) => Assert.Throws<FaultException>(() => ImageData.Load(name, Root)).Faults.Single();

    private void Draw(string folder, string name, SKColor colour, SKEncodedImageFormat format)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, "birds", folder)).FullName;
        using var bitmap = new SKBitmap(60, 40);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(format, 95);
        File.WriteAllBytes(Path.Combine(path, name), data.ToArray());
    }
}
