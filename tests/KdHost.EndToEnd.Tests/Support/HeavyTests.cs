namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Tests that train: one after the other, so that they don't starve each other or the clock of the test that looks at it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class HeavyTests : ICollectionFixture<Undisturbed>;
