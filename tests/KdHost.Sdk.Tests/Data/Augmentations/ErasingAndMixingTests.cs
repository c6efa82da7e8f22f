using CsCheck;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Augmentations;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Tests.Data.Augmentations;

public sealed class ErasingAndMixingTests
{
    private static readonly ImageShape Shape = new(3, 32, 24);

    [Fact]
    public void An_erased_box_has_an_area_in_range_and_is_the_same_in_all_channels() => Gen.Long.Sample(seed =>
    {
        var image = Enumerable.Repeat(7f, Shape.Size).ToArray();
        new RandomErasing(1).Apply(image, Shape, new RandomStream(seed));
        var planes = image.Chunk(32 * 24).Select(plane => plane.Index().Where(pixel => pixel.Item != 7).Select(pixel => pixel.Index).ToList()).ToList();
        Assert.All(planes, plane => Assert.Equal(planes[0], plane));
        Assert.InRange(planes[0].Count / (32.0 * 24), 0.01, 0.36); // sides are rounded
    });

    [Fact]
    public void As_many_images_are_erased_as_asked_and_noise_is_standard_normal()
    {
        var random = new RandomStream(5);
        var (erased, noise) = (0, new List<double>());
        for (var i = 0; i < 2000; i++)
        {
            var image = Enumerable.Repeat(77f, 32 * 32).ToArray();
            new RandomErasing(0.25).Apply(image, new ImageShape(1, 32, 32), random);
            var changed = image.Where(pixel => pixel != 77).ToList();
            erased += changed.Count > 0 ? 1 : 0;
            noise.AddRange(changed.Select(pixel => (double)pixel));
        }

        Assert.InRange(erased, 430, 570);
        Assert.Equal(0, noise.Average(), 0.03);
        Assert.Equal(1, Math.Sqrt(noise.Average(value => value * value)), 0.03);
    }

    [Fact]
    public void Mixed_images_lie_between_their_parents_with_the_drawn_share() => Gen.Select(Gen.Long, Gen.Int[1, 7], Gen.Double[0.05, 3]).Sample((seed, count, alpha) =>
    {
        var random = new RandomStream(seed);
        var before = Enumerable.Range(0, count * Shape.Size).Select(_ => (float)random.NextNormal()).ToArray();
        var after = before.ToArray();
        var mix = new BatchMixing { MixupAlpha = alpha }.Draw(Shape.Height, Shape.Width, random);
        mix.Apply(after, Shape);
        Assert.InRange(mix.Lambda, 0, 1);
        for (var i = 0; i < after.Length; i++)
        {
            var partner = before[((count - 1 - (i / Shape.Size)) * Shape.Size) + (i % Shape.Size)];
            Assert.Equal((mix.Lambda * before[i]) + ((1 - mix.Lambda) * partner), after[i], 1e-5);
        }
    }, iter: 40);

    [Fact]
    public void The_box_of_CutMix_comes_from_the_partner_and_has_the_area_of_its_share() => Gen.Long.Sample(seed =>
    {
        float[] before = [.. Enumerable.Repeat(1f, Shape.Size), .. Enumerable.Repeat(2f, Shape.Size)];
        var after = before.ToArray();
        var mix = new BatchMixing { CutmixAlpha = 1 }.Draw(Shape.Height, Shape.Width, new RandomStream(seed));
        mix.Apply(after, Shape);
        Assert.Equal(1 - mix.Lambda, after[..Shape.Size].Count(pixel => pixel == 2) / (double)Shape.Size, 1e-9);
        Assert.Equal(1 - mix.Lambda, after[Shape.Size..].Count(pixel => pixel == 1) / (double)Shape.Size, 1e-9);
    });

    [Fact]
    public void Both_kinds_are_drawn_in_the_shares_asked_for()
    {
        var random = new RandomStream(6);
        var draws = Enumerable.Range(0, 4000).Select(_ => new BatchMixing { MixupAlpha = 1, CutmixAlpha = 1, Probability = 0.8, SwitchProbability = 0.25 }.Draw(32, 32, random)).ToList();
        Assert.InRange(draws.Count(mix => mix is { Lambda: 1, Box: null }), 700, 900);
        Assert.InRange(draws.Count(mix => mix.Box is not null), 700, 900);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(4)]
    public void Shares_follow_the_beta_distribution(double alpha)
    {
        var random = new RandomStream(7);
        var draws = Enumerable.Range(0, 20_000).Select(_ => random.NextBeta(alpha)).ToList();
        Assert.Equal(0.5, draws.Average(), 0.01);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), draws.Average(value => (value - 0.5) * (value - 0.5)), 0.005);
        Assert.All(draws, value => Assert.InRange(value, 0, 1));
    }
}
