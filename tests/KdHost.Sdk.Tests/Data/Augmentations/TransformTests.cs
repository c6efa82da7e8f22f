using CsCheck;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Tests.Data.Augmentations;

public sealed class TransformTests
{
    private static readonly ImageShape Square = new(1, 3, 3);
    private static readonly byte[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void An_image_moved_down_and_right_leaves_zeros_behind()
    {
        var image = Pictures.Of(Square, Nine);
        Translation.Move(image, 1, 1);
        Assert.Equal([0, 0, 0, 0, 1, 2, 0, 4, 5], image.Pixels.ToArray());
        Translation.Move(image, -2, 0);
        Assert.Equal([0, 4, 5, 0, 0, 0, 0, 0, 0], image.Pixels.ToArray());
        Translation.Move(image, 0, 7);
        Assert.All(image.Pixels.ToArray(), pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public void A_crop_of_a_padded_image_takes_every_place_equally_often()
    {
        var counts = new Dictionary<string, int>();
        var random = new RandomStream(1);
        for (var i = 0; i < 9000; i++)
        {
            var image = Pictures.Of(Square, Nine);
            new PadCrop(1).Apply(image, random);
            var key = Convert.ToHexString(image.Pixels);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(9, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void An_image_flipped_twice_is_as_it_was() => Gen.Select(Gen.Int[1, 3], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Long).Sample((channels, height, width, seed) =>
    {
        var image = Pictures.Random(new ImageShape(channels, height, width), seed);
        var before = image.Pixels.ToArray();
        new Flip(1).Apply(image, new RandomStream(seed));
        Assert.Equal(before[width - 1], image.Pixels[0]);
        new Flip(1).Apply(image, new RandomStream(seed));
        Assert.Equal(before, image.Pixels.ToArray());
    });

    [Fact]
    public void Every_other_image_is_flipped()
    {
        var random = new RandomStream(2);
        var flipped = Enumerable.Range(0, 4000).Count(_ =>
        {
            var image = Pictures.Of(Square, Nine);
            new Flip().Apply(image, random);
            return image.Pixels[0] == 3;
        });
        Assert.InRange(flipped, 1850, 2150);
    }

    [Fact]
    public void An_affine_map_without_range_leaves_the_image() => Gen.Long.Sample(seed =>
    {
        var image = Pictures.Random(new ImageShape(3, 5, 7), seed);
        var before = image.Pixels.ToArray();
        new Affine().Apply(image, new RandomStream(seed));
        Assert.Equal(before, image.Pixels.ToArray());
    });

    [Fact]
    public void A_quarter_turn_takes_rows_to_columns()
    {
        var image = Pictures.Of(Square, Nine);
        Warp.Apply(image, new AffineMap(0, -1, 0, 1, 0, 0).About(1.5, 1.5), bicubic: false, zero: true);
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], [.. image.Pixels.ToArray().Chunk(3).Select(row => row.Reverse()).Reverse().SelectMany(row => row)]);
        Warp.Apply(image, new AffineMap(0, 1, 0, -1, 0, 0).About(1.5, 1.5), bicubic: true, zero: true);
        Assert.Equal(Nine, image.Pixels.ToArray());
    }

    [Fact]
    public void Half_a_pixel_to_the_side_is_the_mean_of_two_neighbours_and_outside_is_the_fill()
    {
        var image = Pictures.Of(new ImageShape(1, 1, 4), 10, 20, 40, 80);
        Warp.Apply(image, new AffineMap(1, 0, 0.5, 0, 1, 0), bicubic: false, zero: false);
        Assert.Equal([15, 30, 60, 9], image.Pixels.ToArray());
    }

    [Fact]
    public void A_blank_square_covers_its_side_but_where_it_sticks_out()
    {
        var random = new RandomStream(3);
        var areas = Enumerable.Range(0, 500).Select(_ =>
        {
            var image = Pictures.Of(new ImageShape(1, 9, 9), [.. Enumerable.Repeat((byte)200, 81)]);
            new Cutout(3, 3).Apply(image, random);
            return image.Pixels.ToArray().Count(pixel => pixel == 0);
        }).ToList();
        Assert.Equal((4, 9), (areas.Min(), areas.Max()));
        Assert.InRange(areas.Count(area => area == 9) / 500.0, (49.0 / 81) - 0.08, (49.0 / 81) + 0.08);
    }

    [Fact]
    public void A_random_crop_has_the_area_and_ratio_asked_for() => Gen.Select(Gen.Int[16, 300], Gen.Int[16, 300], Gen.Long).Sample((height, width, seed) =>
    {
        var crop = new RandomResizedCrop();
        var box = crop.Draw(height, width, new RandomStream(seed));
        Assert.True(box.Top >= 0 && box.Left >= 0 && box.Top + box.Height <= height && box.Left + box.Width <= width);
        var isFallback = box.Height == height || box.Width == width;
        var area = (double)box.Height * box.Width / (height * width);
        Assert.True(isFallback || (area > 0.06 && (double)box.Width / box.Height is > 0.6 and < 1.65), $"{box} of {height}x{width}");
    });

    [Fact]
    public void Resizing_to_the_same_size_changes_nothing_and_halving_weighs_by_the_triangle()
    {
        var source = Pictures.Random(new ImageShape(3, 6, 5), 4);
        var target = new byte[source.Shape.Size];
        Sdk.Data.Images.Resampling.Resize(source.Pixels, source.Shape, new(0, 0, 6, 5), target, 6, 5);
        Assert.Equal(source.Pixels.ToArray(), target);

        // Centres at 1 and 3, a triangle 2 wide to each side: weights 1/4 3/4 3/4 1/4 about the pixels' centres, cut at the edges.
        var halved = new byte[2];
        Sdk.Data.Images.Resampling.Resize([0, 0, 100, 100], new(1, 1, 4), new(0, 0, 1, 4), halved, 1, 2);
        Assert.Equal([(byte)Math.Round(100 * 0.25 / 1.75), (byte)Math.Round(100 * 1.5 / 1.75)], halved);
    }
}
