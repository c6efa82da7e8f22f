namespace KdHost.Sdk.Methods;

/// <summary>Records which data a trial used, so that the tracking store can show and search it. Repeating a record is harmless.</summary>
public interface IInputs
{
    /// <summary>Records one use.</summary>
    /// <param name="use">What was used for what.</param>
    void Log(DataUse use);
}

/// <summary>The use of a part of a data set by a trial.</summary>
public sealed record DataUse
{
    /// <summary>The data set, such as <c>fashion-mnist</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A fingerprint of the very samples that were used: equal for equal content; at most 36 characters.</summary>
    public required string Digest { get; init; }

    /// <summary>What it was used for: <c>training</c>, <c>validation</c> or <c>test</c>.</summary>
    public required string Context { get; init; }

    /// <summary>Where it comes from: an address, or words.</summary>
    public string Source { get; init; } = "";

    /// <summary>Number of samples.</summary>
    public long Samples { get; init; }

    /// <summary>Number of classes; 0 for data without classes.</summary>
    public int Classes { get; init; }

    /// <summary>Shape of one sample, such as <c>[1, 28, 28]</c>; empty when samples differ.</summary>
    public IReadOnlyList<int> Shape { get; init; } = [];
}
