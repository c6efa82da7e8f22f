namespace KdHost.Sdk.Data.Graphs;

/// <summary>A matrix in compressed rows.</summary>
/// <param name="Columns">Number of columns.</param>
/// <param name="Starts">Where each row starts in <paramref name="Indices"/>; one more than there are rows.</param>
/// <param name="Indices">Columns of the entries, row after row, ascending in each.</param>
/// <param name="Values">The entries.</param>
public sealed record SparseRows(int Columns, IReadOnlyList<int> Starts, IReadOnlyList<int> Indices, IReadOnlyList<float> Values)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Starts.Count - 1;

    /// <summary>The entries of a row.</summary>
    /// <param name="row">The row.</param>
    public IEnumerable<(int Column, float Value)> Row(int row)
    {
        for (var i = Starts[row]; i < Starts[row + 1]; i++)
            yield return (Indices[i], Values[i]);
    }

    /// <summary>The same with each row divided by its sum; an empty row stays empty.</summary>
    public SparseRows RowNormalised()
    {
        var values = Values.ToArray();
        for (var row = 0; row < Rows; row++)
        {
            var entries = values.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);
            var sum = 0f;
            foreach (var value in entries)
                sum += value;
            foreach (ref var value in entries)
                value = sum == 0 ? 0 : value / sum;
        }

        return this with { Values = values };
    }

    /// <summary>Builds a matrix from its rows.</summary>
    internal static SparseRows Of(int columns, IEnumerable<IEnumerable<(int Column, float Value)>> rows)
    {
        var (starts, indices, values) = (new List<int> { 0 }, new List<int>(), new List<float>());
        foreach (var row in rows)
        {
            foreach (var (column, value) in row.OrderBy(entry => entry.Column))
            {
                indices.Add(column);
                values.Add(value);
            }

            starts.Add(indices.Count);
        }

        return new SparseRows(columns, [.. starts], [.. indices], [.. values]);
    }
}
