namespace KdHost.Plugins.PartialVarianceReduction;

/// <summary>Which iteration moves the student.</summary>
public enum Iteration
{
    /// <summary>Labels only: the upper plateau.</summary>
    Sgd,

    /// <summary>A fixed teacher: Eq. (E10).</summary>
    Kd,

    /// <summary>SVRG: λ = 1 and unbiased, the teacher is a snapshot of the student each <c>snapshotEvery</c> epochs.</summary>
    Svrg,

    /// <summary>L-SVRG: λ = 1 and unbiased, a coin at each step decides on a snapshot.</summary>
    Lsvrg,

    /// <summary>Snapshots as SVRG takes them, in the given form without the full gradient.</summary>
    MovingTeacher,

    /// <summary>Repeated self-distillation: the loss form with a snapshot as its teacher.</summary>
    RepeatedDistillation,

    /// <summary>Full-gradient descent: one step an epoch.</summary>
    FullGradient,
}

/// <summary>How the teacher enters the gradient.</summary>
public enum DistillationForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The gradient of the distillation loss (E2): what people call KD.</summary>
    Loss,

    /// <summary>∇f_ξ(x) − λ∇f_ξ(θ), Eq. (E4): equal to the loss form for linear models, an approximation for networks.</summary>
    Gradient,
}

/// <summary>How λ changes from epoch to epoch.</summary>
public enum LambdaSchedule
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Times 0.9 an epoch.</summary>
    Decay,

    /// <summary>Times 1.047 an epoch while it is at most <c>lambdaMax</c>.</summary>
    Increase,
}

/// <summary>The loss of a sample.</summary>
public enum SampleLoss
{
    /// <summary>Cross-entropy of the softmax.</summary>
    CrossEntropy,

    /// <summary>Squared distance of the outputs from the one-hot label.</summary>
    SquaredError,
}

/// <summary>Where a teacher comes from.</summary>
public enum TeacherKind
{
    /// <summary>L-BFGS on the student's objective: near the optimum; linear models only.</summary>
    Lbfgs,

    /// <summary>SGD with a recipe of its own.</summary>
    Sgd,

    /// <summary>A file.</summary>
    Checkpoint,

    /// <summary>Random weights.</summary>
    Random,

    /// <summary>The student itself after some epochs of plain SGD under its own recipe and seed.</summary>
    StudentSnapshot,
}

/// <summary>From which initial weights a network's teacher is trained.</summary>
public enum TeacherInit
{
    /// <summary>The student's.</summary>
    Shared,

    /// <summary>Its own.</summary>
    Own,
}
