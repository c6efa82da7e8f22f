using System.Globalization;
using System.Text.RegularExpressions;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Data.Augmentations;

/// <summary>
/// RandAugment: some operations of a fixed list, drawn with replacement, all of one strength. E. Cubuk, B. Zoph, J. Shlens, Q. Le,
/// "RandAugment: practical automated data augmentation with a reduced search space", 2020, in the form of timm.
/// </summary>
/// <remarks>
/// Each operation is applied with probability ½, its magnitude drawn from <c>N(m, s²)</c> and cut to [0, 10]. Rotation up to ±30°, shear up
/// to ±0.3, translation up to ±0.45 of a side, filled with the data set's mean, bilinear or bicubic at random.
/// </remarks>
public sealed partial record RandAugment : ImageTransform
{
    private const double LargestMagnitude = 10;

    /// <summary>m, the strength, in [0, 10].</summary>
    public double Magnitude { get; init; } = 9;

    /// <summary>s, the standard deviation of the strength; infinity draws it uniformly from [0, m].</summary>
    public double MagnitudeDeviation { get; init; }

    /// <summary>Operations an image.</summary>
    public int Operations { get; init; } = 2;

    /// <summary>Whether all operations grow stronger with the magnitude; in timm's first version four grow weaker and the enhancements go from darker to stronger.</summary>
    public bool Increasing { get; init; }

    /// <summary>Probability with which a drawn operation is applied.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>Reads timm's notation, such as <c>m7-mstd0.5</c> or <c>rand-m9-n3-mstd0.5-inc1</c>.</summary>
    /// <param name="text">Parts joined by hyphens: <c>m</c> magnitude, <c>n</c> operations, <c>mstd</c> deviation (above 100: uniform), <c>inc</c> 0 or 1, <c>p</c> probability.</param>
    /// <exception cref="FormatException">A part is none of these, or its number is out of range.</exception>
    public static RandAugment Parse(string text)
    {
        var parsed = new RandAugment();
        foreach (var part in text.Split('-').SkipWhile(part => part == "rand"))
        {
            var match = Part().Match(part);
            var number = match.Success ? double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : double.NaN;
            parsed = (match.Groups[1].Value, number) switch
            {
                ("m", >= 0 and <= LargestMagnitude) => parsed with { Magnitude = number },
                ("n", >= 1 and <= 100) => parsed with { Operations = (int)number },
                ("mstd", >= 0) => parsed with { MagnitudeDeviation = number > 100 ? double.PositiveInfinity : number },
                ("inc", 0 or 1) => parsed with { Increasing = number == 1 },
                ("p", >= 0 and <= 1) => parsed with { Probability = number },
                _ => throw new FormatException($"\"{part}\" in \"{text}\" is no part of a RandAugment policy; an example is m7-n2-mstd0.5-inc1 with m in [0, 10]"),
            };
        }

        return parsed;
    }

    /// <inheritdoc/>
    public override void Apply(PixelImage image, RandomStream random) => FullRange.Apply(image, full =>
    {
        for (var i = 0; i < Operations; i++)
        {
            var operation = (RandAugmentOperation)random.NextInt(Enum.GetValues<RandAugmentOperation>().Length);
            if (!random.NextChance(Probability))
                continue;
            var magnitude = double.IsInfinity(MagnitudeDeviation) ? random.NextUniform(0, Magnitude)
                : MagnitudeDeviation > 0 ? Magnitude + (MagnitudeDeviation * random.NextNormal())
                : Magnitude;
            RandAugmentOperations.Apply(full, operation, Math.Clamp(magnitude, 0, LargestMagnitude) / LargestMagnitude, Increasing, random);
        }
    });

    [GeneratedRegex(@"^(mstd|inc|m|n|p)(\d+(?:\.\d+)?)$")]
    private static partial Regex Part();
}
