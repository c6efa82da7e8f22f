namespace KdHost.EndToEnd.Tests.Papers;

/// <summary>The quick studies of papers, one after the other: each may use all cores and should take two minutes of two of them at most.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class QuickStudies
{
    /// <summary>How long one may take on a machine that has other things to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
}
