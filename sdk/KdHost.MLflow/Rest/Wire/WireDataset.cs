namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireInputs
{
    public WireDatasetInput[]? DatasetInputs { get; set; }
}

internal sealed class WireDatasetInput
{
    public WireDataset? Dataset { get; set; }

    public Tag[]? Tags { get; set; }

    internal DatasetInput ToEntity() => new(
        (Dataset ?? new WireDataset()).ToEntity(),
        Tags?.FirstOrDefault(tag => tag.Key == InputContent.ContextTag).Value);

    internal static WireDatasetInput From(DatasetInput input) => new()
    {
        Dataset = WireDataset.From(input.Dataset),
        Tags = input.Context is { } context ? [new Tag(InputContent.ContextTag, context)] : null,
    };
}

internal sealed class WireDataset
{
    public string Name { get; set; } = "";

    public string Digest { get; set; } = "";

    public string SourceType { get; set; } = "";

    public string Source { get; set; } = "";

    public string? Schema { get; set; }

    public string? Profile { get; set; }

    internal Dataset ToEntity() => new()
    {
        Name = Name,
        Digest = Digest,
        SourceType = SourceType,
        Source = Source,
        Schema = Schema,
        Profile = Profile,
    };

    internal static WireDataset From(Dataset set) => new()
    {
        Name = set.Name,
        Digest = set.Digest,
        SourceType = set.SourceType,
        Source = set.Source,
        Schema = set.Schema,
        Profile = set.Profile,
    };
}

internal sealed class WireLogInputs
{
    public string? RunId { get; set; }

    public WireDatasetInput[]? Datasets { get; set; }
}
