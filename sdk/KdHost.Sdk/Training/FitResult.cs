namespace KdHost.Sdk.Training;

/// <summary>What a fit ended with. Selection is on validation images; the test images were looked at once for each of the two.</summary>
/// <param name="Validation">The last epoch on the validation images.</param>
/// <param name="Test">The last epoch on the test images.</param>
/// <param name="BestValidation">The epoch with the best validation accuracy (the first of equals) on the validation images, in percent.</param>
/// <param name="TestOfBest">That epoch on the test images.</param>
/// <param name="BestEpoch">That epoch, counted from 1.</param>
public sealed record FitResult(Evaluation Validation, Evaluation Test, double BestValidation, Evaluation TestOfBest, int BestEpoch);
