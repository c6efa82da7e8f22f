using System.Text.Json.Nodes;

namespace KdHost.Sdk.Search;

/// <summary>An adaptive search as the host sees it. Derive from <see cref="TrialProposer{TOptions}"/> instead of implementing this.</summary>
public interface ITrialProposer
{
    /// <summary>The options record: its properties are what <c>search.options</c> may hold.</summary>
    Type OptionsType { get; }

    /// <summary>Proposes the next points. See <see cref="TrialProposer{TOptions}.Propose"/>.</summary>
    /// <param name="options">An instance of <see cref="OptionsType"/>.</param>
    /// <param name="request">All that is known.</param>
    IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose(object options, ProposalRequest request);
}

/// <summary>
/// Base class of an adaptive search. The host asks for a batch of points, runs all of them with all seeds, and asks again with what came out,
/// so that the result depends neither on the number of workers nor on their speed. Each batch is recorded before it runs.
/// </summary>
/// <typeparam name="TOptions">An immutable record with a parameterless constructor, described like the options of a method.</typeparam>
public abstract class TrialProposer<TOptions> : ITrialProposer
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <summary>
    /// Proposes the next points: a pure function of its arguments. Keep no state between calls, and draw from
    /// <see cref="Randomness.RandomStream"/> with seeds derived from <see cref="ProposalRequest.Seed"/> alone.
    /// </summary>
    /// <param name="options">The options of the search.</param>
    /// <param name="request">All that is known.</param>
    /// <returns>At most <see cref="ProposalRequest.BatchSize"/> points, each with a value for every dimension of the space; none ends the search.</returns>
    protected abstract IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose(TOptions options, ProposalRequest request);

    IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> ITrialProposer.Propose(object options, ProposalRequest request) => Propose((TOptions)options, request);
}
