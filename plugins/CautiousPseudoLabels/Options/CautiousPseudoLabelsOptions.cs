using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models.Graphs;

namespace KdHost.Plugins.CautiousPseudoLabels;

/// <summary>Hyper-parameters of <see cref="CautiousPseudoLabelsMethod"/>. Defaults are those of the authors' scripts for nodes; "code" means their repository.</summary>
public sealed record CautiousPseudoLabelsOptions
{
    /// <summary>What is predicted.</summary>
    public PredictionTask Task { get; init; } = PredictionTask.Nodes;

    /// <summary>The graph.</summary>
    [DataSetName(Source = typeof(GraphSource))]
    public string Dataset { get; init; } = "cora";

    /// <summary>Which candidates get a pseudo label.</summary>
    public Strategy Strategy { get; init; } = Strategy.Cautious;

    /// <summary>T: rounds. Code: nodes 20 to 35 by data set, links 100 (GAE, node2vec) and 50 (SEAL).</summary>
    [Range(0, 1000)]
    public int Iterations { get; init; } = 20;

    /// <summary>k: pseudo labels a round. Code: nodes 70 to 1000 by data set; links 200, or 50 on CiteSeer, node2vec 1000, SEAL 600.</summary>
    [Range(1, 10_000_000)]
    public int TopK { get; init; } = 100;

    /// <summary>θ: confidence that a candidate must exceed. Code: nodes 0.01, which never binds; links 0.995 (CiteSeer 0.9); M3S 0.53; DR-GST 0.2 to 0.9.</summary>
    [Range(0, 1)]
    public double Threshold { get; init; } = 0.01;

    /// <summary>Views that are averaged with the clean one; a kind may stand several times. Code: nodes feature, edge, noise; links several times feature.</summary>
    public IReadOnlyList<ViewKind> Views { get; init; } = [ViewKind.Feature, ViewKind.Edge, ViewKind.Noise];

    /// <summary>d: strength of the views feature, edge and noise. Code: nodes 0.05 to 0.2 by data set, links 0.95 (SEAL 0.9).</summary>
    [Range(0, 0.999)]
    public double AugmentationDrop { get; init; } = 0.1;

    /// <summary>How the edge view drops; the authors' code drops directed edges.</summary>
    public EdgeDropForm EdgeDropForm { get; init; } = EdgeDropForm.Undirected;

    /// <summary>Share of the directed edges that the structure view drops. Code: 0.2 (GAE), 0.1 (node2vec).</summary>
    [Range(0, 0.999)]
    public double StructureDrop { get; init; } = 0.2;

    /// <summary>Share of the nodes that the node view draws, with replacement. Code: 0.05.</summary>
    [Range(0, 1)]
    public double NodeDrop { get; init; } = 0.05;

    /// <summary>What is averaged over views for nodes, Eq. (6): logits in the code, predictions in the paper. Links always average probabilities.</summary>
    public AverageOf Average { get; init; } = AverageOf.Logits;

    /// <summary>Who labels: code and automatic have the base model for nodes, the latest for links.</summary>
    public TeacherKind Teacher { get; init; } = TeacherKind.Automatic;

    /// <summary>Weight of the past in a teacher that is a moving average; ours.</summary>
    [Range(0, 0.99999)]
    public double EmaMomentum { get; init; } = 0.99;

    /// <summary>Where students begin: code and automatic have a warm start for nodes, fresh weights for links.</summary>
    public StudentInit StudentInit { get; init; } = StudentInit.Automatic;

    /// <summary>Epoch of the base fit, counted from 0, after which its weights are kept for warm starts. Code: 100.</summary>
    [Range(0, 100_000)]
    public int WarmEpoch { get; init; } = 100;

    /// <summary>Whether validation nodes are no candidates; M3S always leaves them out. Code: false.</summary>
    public bool ExcludeValidation { get; init; }

    /// <summary>Whether neither validation nor test nodes are candidates, as in the authors' plain self-training script.</summary>
    public bool StrictCandidates { get; init; }

    /// <summary>Base model of nodes.</summary>
    [GraphModelName]
    public string Model { get; init; } = "gcn";

    /// <summary>Size and regularisation of the base model of nodes. Code: hidden 128, 2 layers, dropout 0.3.</summary>
    public GraphModelOptions Network { get; init; } = new() { Hidden = 128, Dropout = 0.3 };

    /// <summary>ℓ of Eq. (1): weight of a node's loop. Code: 2 for nodes, as loops and the identity are both added. Links have 1, whatever stands here.</summary>
    [Range(1e-3, 1000)]
    public double SelfLoopWeight { get; init; } = 2;

    /// <summary>Whether each node's features are divided by their sum. Code: true for nodes, false for links (null means that).</summary>
    public bool? NormaliseFeatures { get; init; }

    /// <summary>β of Eq. (4): the loss is the mean cross-entropy divided by it. Code: 1/3.</summary>
    [Range(1e-6, 1)]
    public double LossDivisor { get; init; } = 1.0 / 3;

    /// <summary>Learning rate of Adam. Code: nodes 1e-3, links 0.01.</summary>
    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 penalty on all parameters. Code: nodes 5e-4, links 0.</summary>
    [Range(0, 10)]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Most epochs of a fit. Code: nodes 2000, links 400.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 2000;

    /// <summary>Epochs without a better validation value after which a fit of nodes ends. Code: 500; M3S and DR-GST 200. Links have no early stop.</summary>
    [Range(1, 1_000_000)]
    public int Patience { get; init; } = 500;

    /// <summary>How a fit of nodes chooses its epoch. Code: validation accuracy; plain self-training validation loss.</summary>
    public EpochSelection EpochSelection { get; init; } = EpochSelection.ValidationAccuracy;

    /// <summary>Which nodes are trained on. Code: published for Cora, CiteSeer, PubMed; random otherwise.</summary>
    public NodeSplitKind Split { get; init; } = NodeSplitKind.Published;

    /// <summary>Share of the training nodes in a random split. Code: 0.05.</summary>
    [Range(0, 1)]
    public double TrainFraction { get; init; } = 0.05;

    /// <summary>Share of the validation nodes in a random split. Code: 0.15.</summary>
    [Range(0, 1)]
    public double ValidationFraction { get; init; } = 0.15;

    /// <summary>Training nodes a class, drawn by the seed from those of the split; 0 keeps all.</summary>
    [Range(0, 1_000_000)]
    public int LabelsPerClass { get; init; }

    /// <summary>Options of links.</summary>
    public LinkOptions Link { get; init; } = new();

    /// <summary>Options of the strategy M3S.</summary>
    public M3sOptions M3s { get; init; } = new();

    /// <summary>Options of the strategy DR-GST.</summary>
    public DrGstOptions DrGst { get; init; } = new();

    /// <summary>Options of the strategy CaGCN-st.</summary>
    public CaGcnOptions CaGcn { get; init; } = new();

    /// <summary>ρ of the oracle: share of its labels that are wrong. The paper's figure has 0 to 0.4.</summary>
    [Range(0, 1)]
    public double WrongShare { get; init; }

    /// <summary>Whether a strategy labels all its nodes anew in each round, and trains on them from fresh weights.</summary>
    internal bool LabelsAnew => Strategy is Strategy.Threshold or Strategy.DrGst or Strategy.CaGcn;

    /// <summary>The teacher that automatic stands for.</summary>
    internal TeacherKind EffectiveTeacher => Teacher != TeacherKind.Automatic ? Teacher
        : Task == PredictionTask.Links || LabelsAnew ? TeacherKind.Latest : TeacherKind.Base;

    /// <summary>The initialisation that automatic stands for.</summary>
    internal StudentInit EffectiveInit => StudentInit != StudentInit.Automatic ? StudentInit
        : Task == PredictionTask.Links || LabelsAnew ? StudentInit.Reinitialise : StudentInit.WarmStart;

    /// <summary>The views that the strategy looks at.</summary>
    internal IReadOnlyList<ViewKind> EffectiveViews => Strategy is Strategy.Cautious or Strategy.MultiView or Strategy.Random ? Views : [];
}
