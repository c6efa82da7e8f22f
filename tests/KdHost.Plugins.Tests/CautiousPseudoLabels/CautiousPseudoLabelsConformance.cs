using KdHost.Plugins.CautiousPseudoLabels;
using KdHost.Sdk.Data;
using KdHost.Testing;

namespace KdHost.Plugins.Tests.CautiousPseudoLabels;

/// <summary>What every method must hold, on the classification of nodes.</summary>
public sealed class CautiousPseudoLabelsConformance : MethodConformance<CautiousPseudoLabelsMethod, CautiousPseudoLabelsOptions>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-cpl-").FullName;

    protected override CautiousPseudoLabelsOptions Options => Small.Nodes with { Teacher = TeacherKind.Latest };

    protected override DataRoot Data => PlantedGraph.Write(_folder);

    // The second argument is a teacher's logits in other methods; here a teacher's decision is a label already.
    protected override DistillationLoss? Loss => (student, _, labels) => CautiousPseudoLabelsMethod.Loss(student, labels, 1.0 / 3);

    protected override IEnumerable<GoldenVector> GoldenVectors => []; // see GoldenVectorTests
}

/// <summary>The same on the prediction of links.</summary>
public sealed class CautiousPseudoLinksConformance : MethodConformance<CautiousPseudoLabelsMethod, CautiousPseudoLabelsOptions>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kdhost-cpl-").FullName;

    protected override CautiousPseudoLabelsOptions Options => Small.Links;

    protected override DataRoot Data => PlantedGraph.Write(_folder);

    protected override DistillationLoss? Loss => null;

    protected override IEnumerable<GoldenVector> GoldenVectors => []; // see GoldenVectorTests
}
