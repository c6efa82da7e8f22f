using System.Text.Json.Nodes;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search;

/// <summary>Independent random points: the baseline of every adaptive search.</summary>
internal sealed class RandomProposer : TrialProposer<NoOptions>
{
    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose(NoOptions options, ProposalRequest request) =>
        [.. Enumerable.Range(request.History.Count, request.BatchSize).Select(index => request.Space.Sample(request.Seed, index))];
}

/// <summary>A proposer without options.</summary>
internal sealed record NoOptions;
