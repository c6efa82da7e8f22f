using CsCheck;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Tests.Data.Augmentations;

public sealed class RandAugmentTests
{
    private static readonly ImageShape Row = new(1, 1, 4);

    [Fact]
    public void Single_operations_do_what_Pillow_does()
    {
        Check(PixelOperations.Invert, [0, 1, 128, 255], [255, 254, 127, 0]);
        Check(image => PixelOperations.Solarize(image, 128), [0, 127, 128, 255], [0, 127, 127, 0]);
        Check(image => PixelOperations.SolarizeAdd(image, 77), [0, 127, 128, 255], [77, 204, 128, 255]);
        Check(image => PixelOperations.Posterize(image, 2), [63, 64, 130, 255], [0, 64, 128, 192]);
        Check(PixelOperations.AutoContrast, [50, 75, 101, 101], [0, 125, 255, 255]);
        Check(PixelOperations.AutoContrast, [7, 7, 7, 7], [7, 7, 7, 7]);
        Check(image => PixelOperations.Brightness(image, 0.5), [0, 101, 200, 255], [0, 50, 100, 127]);
        Check(image => PixelOperations.Brightness(image, 1.9), [0, 10, 200, 255], [0, 19, 255, 255]);
        Check(image => PixelOperations.Contrast(image, 0.5), [0, 100, 100, 201], [50, 100, 100, 150]); // mean 100.25 + ½, cut off
    }

    [Fact]
    public void Equalising_spreads_the_values_over_the_range()
    {
        // 512 pixels, the last value 256 times: a step of 1, so that 64 pixels below and half a step make the place of each value.
        var image = Pictures.Of(new ImageShape(1, 16, 32), [.. Enumerable.Range(0, 512).Select(i => (byte)(i < 256 ? i / 64 : 9))]);
        PixelOperations.Equalize(image);
        Assert.Equal([0, 64, 128, 192, 255], image.Pixels.ToArray().Distinct());
    }

    [Fact]
    public void Colour_blends_with_the_grey_that_Pillow_weighs()
    {
        var image = Pictures.Of(new ImageShape(3, 1, 1), 255, 0, 0);
        PixelOperations.Colour(image, 0);
        Assert.Equal([76, 76, 76], image.Pixels.ToArray());
    }

    [Fact]
    public void Sharpness_0_smooths_the_inside_and_leaves_the_edge()
    {
        var image = Pictures.Of(new ImageShape(1, 3, 3), 0, 0, 0, 0, 130, 0, 0, 0, 0);
        PixelOperations.Sharpness(image, 0);
        Assert.Equal([0, 0, 0, 0, 50, 0, 0, 0, 0], image.Pixels.ToArray()); // 5/13 of 130
    }

    [Theory]
    [InlineData(nameof(RandAugmentOperation.Posterize), 0.7, false, new byte[] { 0, 64, 192 })] // int(2.8) = 2 bits
    [InlineData(nameof(RandAugmentOperation.Posterize), 0.7, true, new byte[] { 0, 64, 192 })] // 4 − 2
    [InlineData(nameof(RandAugmentOperation.Solarize), 0.5, false, new byte[] { 20, 100, 55 })]
    [InlineData(nameof(RandAugmentOperation.Solarize), 0.0, true, new byte[] { 20, 100, 200 })]
    [InlineData(nameof(RandAugmentOperation.SolarizeAdd), 1.0, false, new byte[] { 130, 210, 200 })]
    [InlineData(nameof(RandAugmentOperation.Brightness), 0.5, false, new byte[] { 20, 100, 200 })] // factor 1
    public void Strengths_are_those_of_timm(string operation, double strength, bool increasing, byte[] expected)
    {
        var image = Pictures.Of(new ImageShape(1, 1, 3), 20, 100, 200);
        RandAugmentOperations.Apply(image, Enum.Parse<RandAugmentOperation>(operation), strength, increasing, new RandomStream(0));
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Fact]
    public void A_policy_is_read_as_timm_writes_it()
    {
        Assert.Equal(new RandAugment { Magnitude = 7, MagnitudeDeviation = 0.5 }, RandAugment.Parse("m7-mstd0.5"));
        Assert.Equal(new RandAugment { Magnitude = 9, Operations = 3, MagnitudeDeviation = double.PositiveInfinity, Increasing = true, Probability = 0.4 }, RandAugment.Parse("rand-m9-n3-mstd101-inc1-p0.4"));
        foreach (var wrong in new[] { "", "m11", "x3", "m7-mstd", "m7 mstd1" })
            Assert.Throws<FormatException>(() => RandAugment.Parse(wrong));
    }

    [Fact]
    public void A_stream_makes_the_same_image_each_time_and_all_pixels_stay_in_range() => Gen.Select(Gen.Long, Gen.Double[0, 10], Gen.Bool).Sample(
        (seed, magnitude, increasing) =>
        {
            var policy = new RandAugment { Magnitude = magnitude, MagnitudeDeviation = 0.5, Operations = 4, Probability = 1, Increasing = increasing };
            PixelImage Make()
            {
                var image = Pictures.Random(new ImageShape(3, 8, 9), seed);
                policy.Apply(image, new RandomStream(seed));
                return image;
            }

            Assert.Equal(Make().Pixels.ToArray(), Make().Pixels.ToArray());
        });

    [Fact]
    public void Every_operation_is_drawn_and_half_of_the_draws_are_applied()
    {
        var changed = Enumerable.Range(0, 3000).Count(seed =>
        {
            var image = Pictures.Random(new ImageShape(3, 8, 8), 1);
            new RandAugment { Magnitude = 8.5, Operations = 1 }.Apply(image, new RandomStream(seed));
            return !image.Pixels.SequenceEqual(Pictures.Random(new ImageShape(3, 8, 8), 1).Pixels);
        });
        Assert.InRange(changed, 1350, 1550); // a noise image may be at full contrast already
    }

    [Fact]
    public void Digits_with_values_up_to_16_stay_within_them()
    {
        var image = new PixelImage(new ImageShape(1, 8, 8), 16, [5]);
        for (var i = 0; i < 64; i++)
            image.Pixels[i] = (byte)(i % 17);
        for (var seed = 0; seed < 200; seed++)
            new RandAugment { Probability = 1 }.Apply(image, new RandomStream(seed));
        Assert.All(image.Pixels.ToArray(), pixel => Assert.InRange(pixel, 0, 16));
    }

    private static void Check(Action<PixelImage> change, byte[] before, byte[] after)
    {
        var image = Pictures.Of(Row, before);
        change(image);
        Assert.Equal(after, image.Pixels.ToArray());
    }
}
