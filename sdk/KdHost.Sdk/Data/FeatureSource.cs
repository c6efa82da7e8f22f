using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using TorchSharp;

namespace KdHost.Sdk.Data;

/// <summary>
/// Prepared features of a data set: what a fixed network makes of its images, in two safetensors files <c>train.safetensors</c> and <c>test.safetensors</c> with
/// <c>features [N, D]</c> (float32) and <c>labels [N]</c> (int64). Another program makes them once, by hand.
/// </summary>
public abstract class FeatureSource : DataSource
{
    private const string TrainingFile = "train.safetensors", TestFile = "test.safetensors", Features = "features", Labels = "labels";

    /// <summary>Number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>D: numbers in one sample.</summary>
    public abstract int Width { get; }

    /// <summary>What the features are, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>Reads both parts into the current dispose scope.</summary>
    /// <param name="root">Where the files stand.</param>
    /// <exception cref="FaultException">A file is missing or holds something else.</exception>
    public (FeatureSet Training, FeatureSet Test) Read(DataRoot root) => (ReadPart(root, TrainingFile), ReadPart(root, TestFile));

    /// <inheritdoc/>
    public override Fault? Problem(DataRoot root) => new[] { TrainingFile, TestFile }.FirstOrDefault(file => !File.Exists(root.File(Name, file))) is { } missing ? new Fault($"the data set {Name} is not there")
    {
        File = root.File(Name, missing),
        Found = "no such file",
        Expected = $"safetensors with {Features} [N, {Width}] and {Labels} [N]: {Description}",
        Fix = $"make the file with the network of your choice, or name the folder that holds {Name}/ with --data or {DataRoot.Variable}",
    }
    : null;

    /// <inheritdoc/>
    public override void Verify(DataRoot root)
    {
        using var scope = torch.NewDisposeScope();
        Read(root);
    }

    private FeatureSet ReadPart(DataRoot root, string file)
    {
        DataSets.Require(this, root);
        var path = root.File(Name, file);
        var tensors = Safetensors.Load(path);
        if (!tensors.TryGetValue(Features, out var features) || !tensors.TryGetValue(Labels, out var labels) || features.Dimensions != 2 || features.shape[1] != Width || labels.numel() != features.shape[0])
        {
            throw new FaultException(new Fault("these are not the features of this data set")
            {
                File = path,
                Found = string.Join(", ", tensors.Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]")),
                Expected = $"{Features} [N, {Width}] and {Labels} [N]",
                Fix = "make the file anew",
            });
        }

        var classes = labels.to(torch.ScalarType.Int64).data<long>().Select(label => (int)label).ToArray();
        return new FeatureSet(features.to(torch.ScalarType.Float32), classes);
    }
}

/// <summary>Features with their labels.</summary>
/// <param name="Features"><c>[N, D]</c>, float32.</param>
/// <param name="Labels">One class a sample.</param>
public sealed record FeatureSet(torch.Tensor Features, IReadOnlyList<int> Labels);
