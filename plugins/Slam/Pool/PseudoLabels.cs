using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.Slam;

/// <summary>What the student is told about some images: a label, and how far to trust it.</summary>
/// <param name="Targets">y of each image, C numbers each: Eq. (1) or (2).</param>
/// <param name="Top">top(y_s; k) of each image, C numbers each: 1 for the k most probable classes.</param>
/// <param name="Choices">The teacher's first choice.</param>
/// <param name="Noise">α and k.</param>
public sealed record PseudoLabels(float[] Targets, float[] Top, int[] Choices, NoiseModel Noise)
{
    /// <summary>Labels from the teacher's probabilities.</summary>
    /// <param name="outputs">y_s.</param>
    /// <param name="noise">α and k.</param>
    /// <param name="labels">Soft or hard.</param>
    public static PseudoLabels Of(ProbabilityTable outputs, NoiseModel noise, TeacherLabels labels)
    {
        var classes = outputs.Classes;
        var (targets, top, choices) = (new float[outputs.Count * classes], new float[outputs.Count * classes], new int[outputs.Count]);
        for (var image = 0; image < outputs.Count; image++)
        {
            var order = outputs.Order(image);
            choices[image] = order[0];
            foreach (var label in order.AsSpan(0, noise.K[image]))
                top[(image * classes) + label] = 1;
            if (labels == TeacherLabels.Soft)
                outputs.Row(image).CopyTo(targets.AsSpan(image * classes, classes));
            else
                targets[(image * classes) + order[0]] = 1;
        }

        return new PseudoLabels(targets, top, choices, noise);
    }

    /// <summary>
    /// Hard labels with known noise: the truth with probability α(x), otherwise one of the other candidates, all alike; α(x) is one of two numbers by a fair coin. The candidates are the k most probable classes
    /// after a bonus for the true one.
    /// </summary>
    /// <param name="outputs">Probabilities of a weak model, which make wrong candidates plausible.</param>
    /// <param name="truth">The true labels.</param>
    /// <param name="options">α, k and the bonus.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static PseudoLabels Controlled(ProbabilityTable outputs, IReadOnlyList<int> truth, ControlledOptions options, long seed)
    {
        var classes = outputs.Classes;
        var k = Math.Min(options.Candidates, classes);
        var (targets, top, choices, alpha) = (new float[outputs.Count * classes], new float[outputs.Count * classes], new int[outputs.Count], new double[outputs.Count]);
        for (var image = 0; image < outputs.Count; image++)
        {
            var random = Seeds.Stream(Seeds.Derive(seed, "controlled labels"), image);
            float[] scores = [.. outputs.Row(image)];
            scores[truth[image]] += (float)options.TruthBonus;
            var candidates = new ProbabilityTable(scores, classes).Order(0)[..k];
            alpha[image] = random.NextChance(0.5) ? options.HighAccuracy : options.LowAccuracy;
            int[] wrong = [.. candidates.Where(label => label != truth[image])];
            choices[image] = random.NextChance(alpha[image]) ? truth[image] : wrong[random.NextInt(wrong.Length)];
            targets[(image * classes) + choices[image]] = 1;
            foreach (var label in candidates)
                top[(image * classes) + label] = 1;
        }

        return new PseudoLabels(targets, top, choices, new NoiseModel(alpha, [.. Enumerable.Repeat(k, outputs.Count)]));
    }

    /// <summary>True labels: one-hot targets with α = 1.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">C.</param>
    public static PseudoLabels True(IReadOnlyList<int> labels, int classes)
    {
        var targets = new float[labels.Count * classes];
        foreach (var (image, label) in labels.Index())
            targets[(image * classes) + label] = 1;
        return new PseudoLabels(targets, targets, [.. labels], new NoiseModel([.. Enumerable.Repeat(1.0, labels.Count)], [.. Enumerable.Repeat(2, labels.Count)]));
    }

    /// <summary>These images and then those.</summary>
    /// <param name="others">Labels of the others.</param>
    public PseudoLabels Concat(PseudoLabels others) => new(
        [.. Targets, .. others.Targets], [.. Top, .. others.Top], [.. Choices, .. others.Choices], new NoiseModel([.. Noise.Alpha, .. others.Noise.Alpha], [.. Noise.K, .. others.Noise.K]));
}
