using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search;

/// <summary>A proposer that can be used.</summary>
/// <param name="Attribute">Name and title.</param>
/// <param name="Proposer">The proposer.</param>
/// <param name="Folder">The folder of its plugin; null for one of the host's own.</param>
internal sealed record ProposerEntry(TrialProposerAttribute Attribute, ITrialProposer Proposer, string? Folder)
{
    /// <summary>The proposers that come with the host.</summary>
    public static IReadOnlyList<ProposerEntry> BuiltIn { get; } =
    [
        new(new TrialProposerAttribute("tpe") { Title = "Tree-structured Parzen estimator" }, new Tpe.TpeProposer(), null),
        new(new TrialProposerAttribute("random") { Title = "Independent random points" }, new RandomProposer(), null),
    ];

    /// <summary>The proposer's options.</summary>
    public OptionSchema Schema { get; } = OptionSchema.Of(Proposer.OptionsType);
}

/// <summary>The metadata view of <see cref="TrialProposerAttribute"/> that the composition fills.</summary>
internal sealed class ProposerMetadata
{
    public string Name { get; set; } = "";

    public string Title { get; set; } = "";
}
