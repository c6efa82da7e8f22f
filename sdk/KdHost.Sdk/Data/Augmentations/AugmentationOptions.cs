using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>The augmentation as a group of options of a method, for experiment files. All is off by default.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Zero pixels added on each side before a random crop of the image's size.</summary>
    [Range(0, 512)]
    public int PadCrop { get; init; }

    /// <summary>Smallest area of a random resized crop as a share of the image; 0 for no such crop.</summary>
    [Range(0, 1)]
    public double ResizedCrop { get; init; }

    /// <summary>Share of the images that are mirrored left to right.</summary>
    [Range(0, 1)]
    public double Flip { get; init; }

    /// <summary>Largest move by whole pixels, as a share of height and width.</summary>
    [Range(0, 1)]
    public double Shift { get; init; }

    /// <summary>Largest turn about the centre, in degrees.</summary>
    [Range(0, 180)]
    public double Rotation { get; init; }

    /// <summary>Largest shear, as columns a row.</summary>
    [Range(0, 10)]
    public double Shear { get; init; }

    /// <summary>Smallest scale about the centre.</summary>
    [Range(0.01, 100)]
    public double MinimumScale { get; init; } = 1;

    /// <summary>Largest scale about the centre.</summary>
    [Range(0.01, 100)]
    public double MaximumScale { get; init; } = 1;

    /// <summary>Spread of brightness, contrast and saturation about 1.</summary>
    [Range(0, 1)]
    public double ColourJitter { get; init; }

    /// <summary>RandAugment policy in timm's notation, such as m7-mstd0.5; null for none.</summary>
    public string? RandAugment { get; init; }

    /// <summary>Side of a square that is blanked in each image, in pixels.</summary>
    [Range(0, 1024)]
    public int Cutout { get; init; }

    /// <summary>Share of the images of which a box is overwritten with noise after normalisation.</summary>
    [Range(0, 1)]
    public double RandomErasing { get; init; }

    /// <summary>α of Mixup; 0 for none.</summary>
    [Range(0, 100)]
    public double MixupAlpha { get; init; }

    /// <summary>α of CutMix; 0 for none.</summary>
    [Range(0, 100)]
    public double CutmixAlpha { get; init; }

    /// <summary>Share of the batches that are mixed.</summary>
    [Range(0, 1)]
    public double MixupProbability { get; init; } = 1;

    /// <summary>Share of CutMix where Mixup is on too.</summary>
    [Range(0, 1)]
    public double SwitchProbability { get; init; } = 0.5;

    /// <summary>Views of each image in a batch.</summary>
    [Range(1, 100)]
    public int Repeats { get; init; } = 1;

    /// <summary>What is wrong with the combination; a method calls it from its own check.</summary>
    /// <param name="path">Path of this group among the method's options, such as <c>augmentation</c>.</param>
    public IEnumerable<Fault> Check(string path)
    {
        if (MinimumScale > MaximumScale)
            yield return new Fault("the smallest scale is above the largest") { Key = $"{path}.minimumScale", Found = FormattableString.Invariant($"{MinimumScale}"), Expected = FormattableString.Invariant($"at most {MaximumScale}"), Fix = "exchange the two" };
        if (Policy() is (null, { } problem))
            yield return new Fault("this is not a RandAugment policy") { Key = $"{path}.randAugment", Found = RandAugment, Expected = problem, Fix = "write for example m7-mstd0.5" };
    }

    /// <summary>The augmentation that these options name.</summary>
    /// <exception cref="FormatException">The RandAugment policy can't be read.</exception>
    public Augmentation ToAugmentation()
    {
        var transforms = new List<ImageTransform>();
        void Add(bool isOn, Func<ImageTransform> transform)
        {
            if (isOn)
                transforms.Add(transform());
        }

        Add(PadCrop > 0, () => new PadCrop(PadCrop));
        Add(Flip > 0, () => new Flip(Flip));
        Add(Shift > 0, () => new Shift(Shift));
        Add(Rotation > 0 || Shear > 0 || MinimumScale != 1 || MaximumScale != 1, () => new Affine { Rotation = Rotation, Shear = Shear, MinimumScale = MinimumScale, MaximumScale = MaximumScale });
        Add(ColourJitter > 0, () => new ColourJitter(ColourJitter, ColourJitter, ColourJitter));
        Add(RandAugment is not null, () => Augmentations.RandAugment.Parse(RandAugment!));
        Add(Cutout > 0, () => new Cutout(Cutout, Cutout));
        return new Augmentation
        {
            Crop = ResizedCrop > 0 ? new RandomResizedCrop { MinimumArea = ResizedCrop } : null,
            Transforms = transforms,
            Erasing = RandomErasing > 0 ? new RandomErasing(RandomErasing) : null,
            Mixing = MixupAlpha > 0 || CutmixAlpha > 0
                ? new BatchMixing { MixupAlpha = MixupAlpha, CutmixAlpha = CutmixAlpha, Probability = MixupProbability, SwitchProbability = SwitchProbability }
                : null,
            Repeats = Repeats,
        };
    }

    private (RandAugment? Policy, string? Problem) Policy()
    {
        try
        {
            return (RandAugment is null ? new RandAugment() : Augmentations.RandAugment.Parse(RandAugment), null);
        }
        catch (FormatException error)
        {
            return (null, error.Message);
        }
    }
}
