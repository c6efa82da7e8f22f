using KdHost.Sdk.Statistics;

namespace KdHost.Plugins.Slam;

/// <summary>
/// The weights of Eq. (15): <c>ω = 1/(1 + p(x)(D(x) − 1))</c> makes the weighted loss with the teacher's wrong labels equal, in expectation, to the loss with true ones. p is the share of wrong teacher labels and
/// D their mean distortion (the student's loss against the teacher's label by that against the truth) among the nearest validation images by the confidences of teacher and student.
/// </summary>
public static class DistillationWeights
{
    private const double SmallestLoss = 1e-6;

    /// <summary>Weights of some images.</summary>
    /// <param name="validation">V.</param>
    /// <param name="queries">Confidence of the teacher and of the student at each image.</param>
    /// <param name="neighbours">κ; null for ½√|V|.</param>
    /// <param name="clip">Whether weights are at most 1.</param>
    /// <returns>p, D and ω of each image.</returns>
    public static IReadOnlyList<(double Error, double Distortion, double Weight)> Of(
        IReadOnlyList<WeightedPoint> validation, IReadOnlyList<(double Teacher, double Student)> queries, int? neighbours, bool clip)
    {
        var nearest = new NearestNeighbours(
            [.. validation.Select(point => new[] { point.TeacherConfidence, point.StudentConfidence })], neighbours ?? NearestNeighbours.UsualCount(validation.Count));
        return [.. queries.AsParallel().AsOrdered().Select(query =>
        {
            var near = nearest.Of([query.Teacher, query.Student]).Select(index => validation[index]).ToList();
            var wrong = near.Where(point => !point.IsTeacherRight).ToList();
            var error = wrong.Count / (double)near.Count;
            var distortion = wrong.Count == 0 ? 1 : wrong.Average(point => point.LossOfTeacherLabel / Math.Max(point.LossOfTruth, SmallestLoss));
            var weight = 1 / (1 + (error * (distortion - 1)));
            return (error, distortion, clip ? Math.Min(1, weight) : weight);
        })];
    }
}

/// <summary>A validation image for Eq. (15).</summary>
/// <param name="TeacherConfidence">Such as the teacher's margin.</param>
/// <param name="StudentConfidence">The same of the student.</param>
/// <param name="IsTeacherRight">Whether the teacher's first choice is the label.</param>
/// <param name="LossOfTruth">The student's loss against the label.</param>
/// <param name="LossOfTeacherLabel">The student's loss against the teacher's label.</param>
public sealed record WeightedPoint(double TeacherConfidence, double StudentConfidence, bool IsTeacherRight, double LossOfTruth, double LossOfTeacherLabel);
