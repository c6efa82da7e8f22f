using System.IO.Compression;
using System.Text;
using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data.Graphs;

public sealed class OtherGraphFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_archive_of_arrays_is_a_graph()
    {
        WriteAmazon(badLength: false);
        var graph = Graph.Load("amazon-photo", new DataRoot(_folder.Path));
        Assert.Equal([(0, 1), (0, 2)], graph.Edges); // both directions, a loop and a duplicate come to two edges
        Assert.Equal([1, 0, 1], graph.Labels);
        Assert.Equal([(0, 1f), (3, 2f)], graph.Features.Row(0));
        Assert.Empty(graph.Features.Row(1));
        Assert.Equal(4, graph.Features.Columns);
    }

    [Fact]
    public void Arrays_that_are_too_short_or_hold_objects_are_refused()
    {
        WriteAmazon(badLength: true);
        Assert.Contains("numbers", Assert.Throws<FaultException>(() => Graph.Load("amazon-photo", new DataRoot(_folder.Path))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => NumpyArray.Read(Npy("|O", "(1,)", [1, 2, 3, 4])));
        Assert.Throws<FormatException>(() => NumpyArray.Read("no array at all"u8));
    }

    [Fact]
    public void WikiCs_brings_its_splits()
    {
        var path = Directory.CreateDirectory(_folder.File("wiki-cs")).FullName;
        File.WriteAllText(Path.Combine(path, "data.json"), """
            {"features": [[0.5, 0], [0, -1], [1, 1]], "labels": [0, 1, 1], "links": [[1, 1, 0], [2], [0]], "train_masks": [[true, false, false]], "val_masks": [[false, true, false]],
             "stopping_masks": [[false, true, false]], "test_mask": [false, false, true]}
            """);
        var graph = Graph.Load("wiki-cs", new DataRoot(_folder.Path));
        Assert.Equal([(0, 1), (0, 2), (1, 2)], graph.Edges);
        Assert.Equal([(1, -1f)], graph.Features.Row(1));
        var split = graph.PublishedSplits.Single();
        Assert.Equal(0, Assert.Single(split.Training.Nodes));
        Assert.Equal(1, Assert.Single(split.Validation.Nodes));
        Assert.Equal(2, Assert.Single(split.Test.Nodes));
        File.WriteAllText(Path.Combine(path, "data.json"), """{"features": [[1]], "labels": [0, 1]}""");
        Assert.Throws<FaultException>(() => Graph.Load("wiki-cs", new DataRoot(_folder.Path)));
    }

    [Fact]
    public void LastFm_is_read_from_its_archive()
    {
        var path = Path.Combine(Directory.CreateDirectory(_folder.File("lastfm-asia")).FullName, "lastfm_asia.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Add(zip, "lastfm_asia/lastfm_asia_edges.csv", "node_1,node_2\n0,1\n2,1\n"u8.ToArray());
            Add(zip, "lastfm_asia/lastfm_asia_target.csv", "id,target\n0,4\n1,0\n2,17\n"u8.ToArray());
            Add(zip, "lastfm_asia/lastfm_asia_features.json", "{\"0\": [2, 0], \"1\": [], \"2\": [5]}"u8.ToArray());
        }

        var graph = Graph.Load("lastfm-asia", new DataRoot(_folder.Path));
        Assert.Equal([(0, 1), (1, 2)], graph.Edges);
        Assert.Equal((18, 6), (graph.Classes, graph.Features.Columns));
        Assert.Equal([(0, 1f), (2, 1f)], graph.Features.Row(0));
    }

    [Theory]
    [InlineData("amazon-photo", "amazon_electronics_photo.npz")]
    [InlineData("wiki-cs", "data.json")]
    [InlineData("lastfm-asia", "lastfm_asia.zip")]
    public void Without_the_file_the_message_says_where_it_comes_from(string name, string file) =>
        Assert.Contains(file, Assert.Throws<FaultException>(() => Graph.Load(name, new DataRoot(_folder.Path))).Message, StringComparison.Ordinal);

    private void WriteAmazon(bool badLength)
    {
        var path = Path.Combine(Directory.CreateDirectory(_folder.File("amazon-photo")).FullName, "amazon_electronics_photo.npz");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        AddArray("adj_indptr", "<i4", "(4,)", Bytes(0, 3, 4, 5));
        AddArray("adj_indices", "<i4", "(5,)", Bytes(0, 1, 2, 0, 0));
        AddArray("adj_data", "<f4", "(5,)", Bytes(1f, 1f, 1f, 1f, 1f));
        AddArray("attr_indptr", "<i4", "(4,)", Bytes(0, 2, 2, 3));
        AddArray("attr_indices", "<i4", "(3,)", Bytes(3, 0, 1));
        AddArray("attr_data", "<f4", badLength ? "(4,)" : "(3,)", Bytes(2f, 1f, 1f));
        AddArray("attr_shape", "<i8", "(2,)", Bytes(3L, 4L));
        AddArray("labels", "<i8", "(3,)", Bytes(1L, 0L, 1L));
        void AddArray(string name, string type, string shape, byte[] values) => Add(zip, $"{name}.npy", Npy(type, shape, values));
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : struct => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();

    private static byte[] Npy(string type, string shape, byte[] values)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values];
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }
}
