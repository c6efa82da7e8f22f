using KdHost.Sdk.Data;

namespace KdHost.Sdk.Tests.Data;

public sealed class ImageDataTests
{
    private static readonly ImageData Digits = ImageData.Load("digits", new DataRoot("nowhere"));

    [Fact]
    public void Digits_come_in_three_parts_that_share_no_image()
    {
        ImageSet[] parts = [Digits.Training.Images, Digits.Validation.Images, Digits.Test.Images];
        Assert.Equal([1000, 297, 500], parts.Select(part => part.Count));

        // The file holds no image twice, so equal bytes in two parts would be the same image.
        var all = parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(i => Convert.ToHexString(part.CopyPixels(), i * 64, 64))).ToList();
        Assert.Equal(1797, all.Distinct().Count());
    }

    [Fact]
    public void Each_part_holds_about_the_same_number_of_each_class()
    {
        foreach (var part in new[] { Digits.Training.Images, Digits.Validation.Images, Digits.Test.Images })
            Assert.All(part.Labels.CountBy(label => label), pair => Assert.InRange(pair.Value, (part.Count / 10.0) - (0.03 * part.Count), (part.Count / 10.0) + (0.03 * part.Count)));
    }

    [Fact]
    public void A_smaller_fraction_is_part_of_a_larger_one()
    {
        var small = Digits.WithTrainingFraction(0.1).Training.Images;
        var large = Digits.WithTrainingFraction(0.3).Training.Images;
        Assert.Equal((100, 300), (small.Count, large.Count));
        Assert.Equal(small.CopyPixels(), large.CopyPixels()[..small.CopyPixels().Length]);
        Assert.Same(Digits.Test, Digits.WithTrainingFraction(0.1).Test);
    }

    [Fact]
    public void Fashion_MNIST_is_read_from_a_data_root()
    {
        var data = ImageData.Load("fashion-mnist", new DataRoot(Setup.SharedFolder.File("data")));
        Assert.Equal((55_000, 5_000, 10_000), (data.Training.Images.Count, data.Validation.Images.Count, data.Test.Images.Count));
        Assert.Equal(0.2860, data.Training.Images.CopyPixels().Average(pixel => pixel / 255.0), 0.001);
    }

    [Fact]
    public void A_missing_file_is_named_with_its_address_and_its_place()
    {
        var fault = Assert.Throws<Sdk.Faults.FaultException>(() => ImageData.Load("fashion-mnist", new DataRoot("nowhere"))).Faults.Single();
        Assert.Equal(Path.Combine("nowhere", "fashion-mnist", "train-images-idx3-ubyte.gz"), fault.File);
        Assert.Contains("http://fashion-mnist", fault.Expected, StringComparison.Ordinal);
        Assert.Contains("--data", fault.Fix, StringComparison.Ordinal);
    }
}
