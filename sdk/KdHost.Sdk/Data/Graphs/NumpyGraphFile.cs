using KdHost.Sdk.Data.Archives;
using KdHost.Sdk.Data.Files;

namespace KdHost.Sdk.Data.Graphs;

/// <summary>Graphs of the collection by O. Shchur et al.: an archive of NumPy arrays, adjacency and features in compressed rows.</summary>
internal static class NumpyGraphFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="Faults.FaultException">The file is damaged.</exception>
    public static Graph Read(string path)
    {
        try
        {
            var arrays = ReadArrays(path);
            int[] Integers(string name) => [.. Numbers(name).Select(number => checked((int)number))];
            double[] Numbers(string name) => arrays.TryGetValue(name, out var array) ? array : throw new FormatException($"no array {name}");
            var labels = Integers("labels");
            var (starts, indices) = (Integers("adj_indptr"), Integers("adj_indices"));
            var edges = new SortedSet<(int, int)>();
            for (var node = 0; node < labels.Length; node++)
            {
                for (var i = starts[node]; i < starts[node + 1]; i++)
                {
                    if (indices[i] != node)
                        edges.Add((Math.Min(node, indices[i]), Math.Max(node, indices[i])));
                }
            }

            var (rows, columns, values) = (Integers("attr_indptr"), Integers("attr_indices"), Numbers("attr_data"));
            var width = Integers("attr_shape")[1];
            var features = SparseRows.Of(width, Enumerable.Range(0, labels.Length).Select(node => Enumerable.Range(rows[node], rows[node + 1] - rows[node]).Select(i => (columns[i], (float)values[i]))));
            return edges.Count == 0 || edges.Max.Item2 >= labels.Length || columns.Any(column => column >= width) ? throw new FormatException("numbers out of range") : new Graph([.. edges], features, labels);
        }
        catch (Exception error) when (error is FormatException or OverflowException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw DamagedFile.Fault(path, error.Message, "NumPy arrays adj_indptr, adj_indices, attr_indptr, attr_indices, attr_data, attr_shape and labels", error);
        }
    }

    // .npz is a zip under another name, which the archive reader goes by.
    private static Dictionary<string, double[]> ReadArrays(string path)
    {
        var folder = Directory.CreateTempSubdirectory("kdhost-npz-").FullName;
        try
        {
            var zip = Path.Combine(folder, "arrays.zip");
            File.CreateSymbolicLink(zip, Path.GetFullPath(path));
            return Archive.Entries(zip).Where(entry => entry.Name is "labels.npy" || entry.Name.StartsWith("adj_", StringComparison.Ordinal) || entry.Name.StartsWith("attr_", StringComparison.Ordinal))
                .Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal))
                .Select(entry => (Name: Path.GetFileNameWithoutExtension(entry.Name), Values: NumpyArray.Read(entry.ReadAll())))
                .ToDictionary(item => item.Name, item => item.Values);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
