namespace KdHost.Sdk.Data;

/// <summary>Images that a student learns from.</summary>
/// <param name="Images">The images.</param>
public sealed record TrainingSplit(ImageSet Images);

/// <summary>Images on which every choice is made: best epoch, hyper-parameters, early stopping.</summary>
/// <param name="Images">The images.</param>
public sealed record ValidationSplit(ImageSet Images);

/// <summary>Images that are looked at once, for the report. Nothing in the SDK selects on them.</summary>
/// <param name="Images">The images.</param>
public sealed record TestSplit(ImageSet Images);
