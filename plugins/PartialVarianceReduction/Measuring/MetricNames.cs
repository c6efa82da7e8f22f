namespace KdHost.Plugins.PartialVarianceReduction.Measuring;

/// <summary>Names of the curves; a stack of runs has one of each a run, such as <c>train/excess/lambda-0.4</c>.</summary>
public static class MetricNames
{
    /// <summary>Mean loss against the labels on the whole training set, without λ and without weight decay.</summary>
    public const string TrainLoss = "train/loss";

    /// <summary>The same with weight decay: f.</summary>
    public const string TrainObjective = "train/objective";

    /// <summary>f − f*.</summary>
    public const string Excess = "train/excess";

    /// <summary>The plateau of a run: the mean of <see cref="Excess"/>, or of <see cref="TrainLoss"/> where f* is not known.</summary>
    public const string Plateau = "train/plateau";

    /// <summary>tr Cov of the gradient that moves the run.</summary>
    public const string Variance = "gradient/variance";

    /// <summary>Second moment of that gradient.</summary>
    public const string SecondMoment = "gradient/second_moment";

    /// <summary>The cosine of Eq. (E9): mean over the epoch; with <c>_std</c>, <c>_min</c>, <c>_max</c>.</summary>
    public const string Cosine = "cosine/mean";

    /// <summary>Accuracy on the test images, percent.</summary>
    public const string TestAccuracy = "test/accuracy";

    /// <summary>The name of a curve of one run.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="label">Label of the run; empty where it is alone.</param>
    public static string Of(string metric, string label) => label.Length == 0 ? metric : $"{metric}/{label}";

    /// <summary>The labels of the runs of a trial, sample order by sample order.</summary>
    /// <param name="lambda">λ of the runs.</param>
    /// <param name="replicates">Sample orders.</param>
    public static IReadOnlyList<string> Labels(LambdaSetting lambda, int replicates) =>
        [.. Enumerable.Range(0, replicates).SelectMany(replicate => lambda.Select(one => Label(lambda.Count > 1 ? one : null, replicates > 1 ? replicate : null)))];

    private static string Label(LambdaChoice? lambda, int? replicate) =>
        string.Join('/', new[] { lambda is null ? null : $"lambda-{lambda.ToString().Replace(':', '-')}", replicate is null ? null : $"replicate-{replicate}" }.OfType<string>());
}
