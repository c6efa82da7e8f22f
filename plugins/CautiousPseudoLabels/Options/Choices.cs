namespace KdHost.Plugins.CautiousPseudoLabels;

/// <summary>What is predicted.</summary>
public enum PredictionTask
{
    /// <summary>Classes of nodes.</summary>
    Nodes,

    /// <summary>Links between nodes.</summary>
    Links,
}

/// <summary>Which candidates get a pseudo label in a round.</summary>
public enum Strategy
{
    /// <summary>None: the base model.</summary>
    Raw,

    /// <summary>The method: predictions averaged over views, of those above θ the k most confident, Eq. (9).</summary>
    Cautious,

    /// <summary>The k most confident of the clean view: no views.</summary>
    Confidence,

    /// <summary>k random ones of those on which all views agree; links must also be predicted.</summary>
    MultiView,

    /// <summary>k random ones with the label of the averaged views; links must be predicted.</summary>
    Random,

    /// <summary>Naive pseudo labelling: all above θ in the clean view, labelled anew in each round.</summary>
    Threshold,

    /// <summary>M3S: above θ, and the class of the node's cluster is its own. Nodes only.</summary>
    M3s,

    /// <summary>DR-GST: above θ, labelled anew in each round, weighted by uncertainty, with a corrected loss. Nodes only.</summary>
    DrGst,

    /// <summary>CaGCN-st: above θ after calibration, labelled anew in each round. Nodes only.</summary>
    CaGcn,

    /// <summary>k random ones with true labels, a share of them made wrong: the case study of noise, not a method.</summary>
    Oracle,
}

/// <summary>A random change of the graph under which a prediction should stay.</summary>
public enum ViewKind
{
    /// <summary>Entries of the features are dropped, the rest scaled up.</summary>
    Feature,

    /// <summary>Edges are dropped with probability <see cref="CautiousPseudoLabelsOptions.AugmentationDrop"/>.</summary>
    Edge,

    /// <summary>Uniform noise on all features.</summary>
    Noise,

    /// <summary>Features of some nodes are set to 0.</summary>
    Node,

    /// <summary>Directed edges are dropped with probability <see cref="CautiousPseudoLabelsOptions.StructureDrop"/>.</summary>
    Structure,
}

/// <summary>Who labels in the rounds after the first.</summary>
public enum TeacherKind
{
    /// <summary>As in the authors' code: the base model for nodes, the latest for links; the latest also where a strategy labels anew.</summary>
    Automatic,

    /// <summary>Always the base model.</summary>
    Base,

    /// <summary>The student of the round before.</summary>
    Latest,

    /// <summary>A moving average of the students' weights: our extension.</summary>
    Ema,
}

/// <summary>Weights with which each round's student begins.</summary>
public enum StudentInit
{
    /// <summary>As in the authors' code: warm for nodes, fresh for links and where a strategy labels anew.</summary>
    Automatic,

    /// <summary>Those of an early epoch of the base model.</summary>
    WarmStart,

    /// <summary>Fresh ones, the same in each round.</summary>
    Reinitialise,
}

/// <summary>What is averaged over views, Eq. (6).</summary>
public enum AverageOf
{
    /// <summary>Logits, as in the authors' code for nodes.</summary>
    Logits,

    /// <summary>Probabilities, as in the paper.</summary>
    Probabilities,
}

/// <summary>How the edge view drops.</summary>
public enum EdgeDropForm
{
    /// <summary>Each undirected edge with probability d; the adjacency stays symmetric.</summary>
    Undirected,

    /// <summary>⌊d · number⌋ directed edges, added loops among them, as in the authors' code; for GCN and APPNP.</summary>
    Directed,
}

/// <summary>Which nodes are trained on, chosen on and reported on.</summary>
public enum NodeSplitKind
{
    /// <summary>The first split that was published with the graph.</summary>
    Published,

    /// <summary>A random one, drawn by the trial's seed.</summary>
    Random,
}

/// <summary>How a fit chooses its epoch.</summary>
public enum EpochSelection
{
    /// <summary>Highest validation accuracy, the first of equals.</summary>
    ValidationAccuracy,

    /// <summary>Lowest validation loss.</summary>
    ValidationLoss,

    /// <summary>Lowest training loss: no label but the given and the pseudo ones is looked at.</summary>
    TrainingLoss,
}
