namespace KdHost.Plugins.PartialVarianceReduction.Distilling;

/// <summary>What a resumed run needs beside its tensors.</summary>
public sealed record RunState
{
    /// <summary>Steps taken.</summary>
    public long Step { get; set; }

    /// <summary>Gradients of single samples that were worked out so far, in each run.</summary>
    public long GradientEvaluations { get; set; }

    /// <summary>Whether a moving teacher has been set.</summary>
    public bool HasMovingTeacher { get; set; }

    /// <summary>λ of each run as the last estimate gave it; null where λ is given.</summary>
    public double[]? EstimatedLambda { get; set; }

    /// <summary>Cosines measured in this epoch so far, one array a measurement with one number a run.</summary>
    public List<double[]> Cosines { get; init; } = [];

    /// <summary>Values that the evaluations logged so far, by name, for plateaus.</summary>
    public Dictionary<string, List<double>> Curves { get; init; } = [];
}
