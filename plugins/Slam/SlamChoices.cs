namespace KdHost.Plugins.Slam;

/// <summary>What the student learns from. A name with <c>slam</c> passes the student's prediction through the noise model before it is compared with the teacher's label.</summary>
public enum Distillation
{
    /// <summary>No student: the teacher alone is reported.</summary>
    Teacher,

    /// <summary>The labelled images alone, without a teacher.</summary>
    Supervised,

    /// <summary>Eq. (1): cross-entropy to the teacher's labels.</summary>
    Vanilla,

    /// <summary>Eq. (5): cross-entropy between the teacher's labels and the mixed prediction.</summary>
    Slam,

    /// <summary>Eq. (12): Taylor cross-entropy.</summary>
    Taylor,

    /// <summary>Eq. (12) on the mixed prediction.</summary>
    SlamTaylor,

    /// <summary>Eq. (13): pseudo-labels selected by confidence and uncertainty, with negative labels.</summary>
    Ups,

    /// <summary>Eq. (13) with Eq. (5) on the selected pseudo-labels.</summary>
    SlamUps,

    /// <summary>Eq. (1) and variational information distillation of features, Eq. (14).</summary>
    Vid,

    /// <summary>Eq. (5) and Eq. (14).</summary>
    SlamVid,

    /// <summary>Eq. (15): examples weighted so that the teacher's errors cancel in expectation.</summary>
    Weighted,

    /// <summary>Eq. (15) on the mixed loss.</summary>
    SlamWeighted,
}

/// <summary>What a teacher's label is in the loss.</summary>
public enum TeacherLabels
{
    /// <summary>The teacher's probabilities y_s.</summary>
    Soft,

    /// <summary>Its first choice, Eq. (2). Margin and top-k still use the probabilities.</summary>
    Hard,
}

/// <summary>Where the pseudo-labels come from.</summary>
public enum LabelSource
{
    /// <summary>The trained teacher.</summary>
    Teacher,

    /// <summary>Wrong labels drawn from true ones with known probability, to study the mixing alone; the teacher's outputs only propose the wrong classes.</summary>
    Controlled,
}

/// <summary>Whose images are held out as V.</summary>
public enum ValidationOrigin
{
    /// <summary>Images beside the labelled ones, as in the paper: n_A labels to learn from and |V| more.</summary>
    Pool,

    /// <summary>Some of the n_A labelled images; the teacher learns from the others.</summary>
    Labelled,
}

/// <summary>How α(x), the probability that the teacher is right at x, is found.</summary>
public enum AlphaEstimator
{
    /// <summary>Eq. (8): isotonic regression on the teacher's margin.</summary>
    Isotonic,

    /// <summary>Eq. (9): nearest neighbours by the teacher's margin.</summary>
    KnnMargin,

    /// <summary>Eq. (9): nearest neighbours by the vector that the teacher's last layer sees.</summary>
    KnnFeature,

    /// <summary>One number for all images. 1 is vanilla distillation to the bit.</summary>
    Constant,

    /// <summary>1 where the teacher is right and the lower bound where it is not: reads the true labels of U, an upper bound for ablations.</summary>
    Oracle,
}

/// <summary>How k(x), the number of top classes that hold the truth when the teacher is wrong, is found: Eq. (10).</summary>
public enum KMode
{
    /// <summary>A given number.</summary>
    Fixed,

    /// <summary>The smallest number whose top-k accuracy on V reaches a threshold.</summary>
    GlobalThreshold,

    /// <summary>The same for each image, by isotonic regression on its margin.</summary>
    Isotonic,
}

/// <summary>How the mass of a wrong teacher is spread over the top classes.</summary>
public enum MixNormalization
{
    /// <summary>Eq. (4): not divided, as in the paper's experiments (Remark B.1).</summary>
    None,

    /// <summary>Eq. (3): divided by k − 1, as in the theory.</summary>
    KMinusOne,
}

/// <summary>The learning rate over a training.</summary>
public enum LearningSchedule
{
    /// <summary>Half a cosine to 0, per step.</summary>
    Cosine,

    /// <summary>Drops to 0.1, 0.01, 0.001 and 0.0005 after 40, 60, 80 and 90 % of the epochs: 80, 120, 160 and 180 of the paper's 200.</summary>
    Steps,
}

/// <summary>The confidence by which Eq. (15) finds neighbours.</summary>
public enum Confidence
{
    /// <summary>Largest minus second-largest probability.</summary>
    Margin,

    /// <summary>Negative entropy of the probabilities.</summary>
    Entropy,
}
