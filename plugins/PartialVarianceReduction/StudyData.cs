using System.Runtime.InteropServices;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>A part of a data set in memory, as the exact study wants it.</summary>
/// <param name="Inputs"><c>[N, D]</c>, float32; the last column is 1 where the model has a bias.</param>
/// <param name="Labels">One-hot <c>[N, C]</c>.</param>
/// <param name="Classes">Classes <c>[N]</c>, int64.</param>
public sealed record Samples(torch.Tensor Inputs, torch.Tensor Labels, torch.Tensor Classes) : IDisposable
{
    /// <summary>N.</summary>
    public int Count => (int)Inputs.shape[0];

    /// <summary>Makes the samples.</summary>
    /// <param name="inputs"><c>[N, D]</c>.</param>
    /// <param name="classes">One class a sample.</param>
    /// <param name="count">Number of classes.</param>
    /// <param name="hasOnes">Whether a column of ones is put behind the inputs.</param>
    public static Samples Of(torch.Tensor inputs, IReadOnlyList<int> classes, int count, bool hasOnes)
    {
        using var scope = torch.NewDisposeScope();
        var indices = torch.tensor(classes.Select(one => (long)one).ToArray());
        var all = hasOnes ? torch.cat([inputs, torch.ones(inputs.shape[0], 1, inputs.dtype)], 1) : inputs.contiguous();
        return new Samples(all.DetachFromDisposeScope(), one_hot(indices, count).to(inputs.dtype).DetachFromDisposeScope(), indices.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
        Classes.Dispose();
    }
}

/// <summary>Training, validation and test samples of a study; the paper uses all training images.</summary>
/// <param name="Training">To learn from.</param>
/// <param name="Validation">Kept apart; null where nothing is.</param>
/// <param name="Test">The official test part.</param>
/// <param name="Digest">Fingerprint of the training samples, for the cache.</param>
/// <param name="Shape">Shape of one image, for networks of the catalogue.</param>
/// <param name="Classes">C.</param>
public sealed record StudyData(Samples Training, Samples? Validation, Samples Test, string Digest, ImageShape Shape, int Classes) : IDisposable
{
    // The same images are held out in every trial.
    private const long SplitSeed = 0;

    /// <summary>Reads a trial's data and tells the trial's door which images they are.</summary>
    /// <param name="trial">The trial.</param>
    /// <exception cref="Sdk.Faults.FaultException">A file is missing or damaged.</exception>
    public static StudyData Load(Trial<PartialVarianceReductionOptions> trial)
    {
        var options = trial.Options;
        var hasOnes = options.Bias && options.Network is null;
        if (options.Features is { } name)
            return FromFeatures(DataSets.Get<FeatureSource>(name), trial, hasOnes);

        var source = DataSets.Get<ImageSource>(options.Dataset);
        DataSets.Require(source, trial.Data);
        source = source.At(trial.Data);
        var (training, test) = source.Read(trial.Data);
        var (kept, apart) = Split(training.Labels, options);
        var (trainingImages, validationImages) = (training.Pick(kept), training.Pick(apart));
        trial.Inputs.Log(source, trainingImages, "training");
        trial.Inputs.Log(source, test, "test");
        Samples Part(ImageSet images) => Samples.Of(Pixels(images, source, options.Pooling), images.Labels, source.Classes, hasOnes);
        using var scope = torch.NewDisposeScope();
        var shape = options.Pooling ? source.Shape with { Height = source.Shape.Height / 2, Width = source.Shape.Width / 2 } : source.Shape;
        return new StudyData(Part(trainingImages), apart.Length > 0 ? Part(validationImages) : null, Part(test), trainingImages.Digest(), shape, source.Classes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
        Test.Dispose();
    }

    private static StudyData FromFeatures(FeatureSource source, Trial<PartialVarianceReductionOptions> trial, bool hasOnes)
    {
        using var scope = torch.NewDisposeScope();
        var (training, test) = source.Read(trial.Data);
        var (kept, apart) = Split(training.Labels, trial.Options);
        Samples Part(FeatureSet set, int[] rows)
        {
            var index = torch.tensor(Array.ConvertAll(rows, row => (long)row));
            return Samples.Of(set.Features.index_select(0, index), [.. rows.Select(row => set.Labels[row])], source.Classes, hasOnes);
        }

        var width = (int)training.Features.shape[1];
        return new StudyData(
            Part(training, kept),
            apart.Length > 0 ? Part(training, apart) : null,
            Part(test, [.. Enumerable.Range(0, test.Labels.Count)]),
            source.Name,
            new ImageShape(1, 1, width),
            source.Classes);
    }

    // All images in the order of the files where everything is used.
    private static (int[] Kept, int[] Apart) Split(IReadOnlyList<int> labels, PartialVarianceReductionOptions options)
    {
        var apart = (int)Math.Round(options.ValidationFraction * labels.Count);
        var kept = Math.Max(1, (int)Math.Round(options.TrainFraction * (labels.Count - apart)));
        if (apart == 0 && kept == labels.Count)
            return ([.. Enumerable.Range(0, kept)], []);
        var order = StratifiedOrder.Of(labels, SplitSeed);
        return (order[apart..(apart + kept)], order[..apart]);
    }

    private static torch.Tensor Pixels(ImageSet images, ImageSource source, bool pooling)
    {
        using var scope = torch.NewDisposeScope();
        var shape = images.Shape;
        var bytes = torch.empty([images.Count, shape.Channels, shape.Height, shape.Width], torch.ScalarType.Byte);
        images.CopyPixels().CopyTo(bytes.bytes);
        var (mean, deviation) = (Channel(source.Mean), Channel(source.StandardDeviation));
        var values = bytes.to(torch.ScalarType.Float32).div_(source.PixelScale).sub_(mean).div_(deviation);
        if (pooling)
            values = avg_pool2d(values, 2);
        return values.flatten(1).MoveToOuterDisposeScope();
    }

    private static torch.Tensor Channel(IReadOnlyList<float> values) => torch.tensor(values.ToArray()).view(-1, 1, 1);
}
