namespace KdHost.Sdk.Tests.Setup;

/// <summary>
/// Tests whose numbers come from libtorch's generator, which all threads share: no other test may draw from it meanwhile. Trials run in processes of their own.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ExactNumbers;
