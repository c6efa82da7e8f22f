namespace KdHost.Sdk.Data.Texts;

/// <summary>Texts with their labels.</summary>
/// <param name="Texts">The texts as they stand in the files.</param>
/// <param name="Labels">One class a text, counted from 0.</param>
public sealed record TextSet(IReadOnlyList<string> Texts, IReadOnlyList<int> Labels)
{
    /// <summary>Number of texts.</summary>
    public int Count => Labels.Count;

    /// <summary>The texts at some positions, in that order.</summary>
    /// <param name="positions">Positions in this set.</param>
    public TextSet Pick(IReadOnlyList<int> positions) => new([.. positions.Select(position => Texts[position])], [.. positions.Select(position => Labels[position])]);
}
