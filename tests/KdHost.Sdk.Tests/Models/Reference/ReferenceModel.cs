using System.Text.Json;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Models.Reference;

/// <summary>What the reference implementation of a model has and gives; <c>shared/models/README.md</c> explains the fields.</summary>
internal sealed record ReferenceModel(
    int Classes, long ParameterElements, long BufferElements, double? FillGain, IReadOnlyList<JsonElement> Tensors, IReadOnlyList<ReferenceCase>? Cases)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The tensors in the order of the Python <c>state_dict</c>.</summary>
    public IEnumerable<ReferenceTensor> StateDict => Tensors.Select(entry => new ReferenceTensor(
        entry[0].GetString()!, [.. entry[1].EnumerateArray().Select(size => size.GetInt64())], entry[2].GetString()!));

    public static ReferenceModel Load(string name) =>
        JsonSerializer.Deserialize<ReferenceModel>(File.ReadAllText(SharedFolder.File("models", $"{name}.json")), Options)!;
}

internal sealed record ReferenceTensor(string Name, long[] Shape, string Kind)
{
    public bool IsBuffer => Kind is "running_mean" or "running_var" or "num_batches_tracked";
}

internal sealed record ReferenceCase(
    string Mode, long[] Input, ReferenceLogits Logits, long[]? Labels, double? CrossEntropy, IReadOnlyList<JsonElement>? GradientNorms,
    double? GradientNormAll, IReadOnlyList<ReferenceFeature>? Features, IReadOnlyList<ReferenceStatistics>? AfterForward)
{
    public bool IsTraining => Mode == "train";
}

internal sealed record ReferenceLogits(long[] Shape, double Sum, double SumSquares, double[][] First);

internal sealed record ReferenceFeature(string Name, long[] Shape, double Mean, double Std, double Probe);

internal sealed record ReferenceStatistics(string Module, double RunningMeanSum, double RunningVarSum, long NumBatchesTracked);
