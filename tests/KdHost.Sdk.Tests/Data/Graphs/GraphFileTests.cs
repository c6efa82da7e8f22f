using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data.Graphs;

public sealed class GraphFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cora", 2708, 5278, 1433, 7, 49216, 0.8100)]
    [InlineData("citeseer", 3327, 4552, 3703, 6, 105165, 0.7355)]
    [InlineData("actor", 7600, 26659, 932, 5, 40977, 0.2167)]
    [InlineData("twitch-pt", 1912, 31299, 3170, 2, 38019, 0.5708)]
    public void Graphs_have_their_published_counts(string name, int nodes, int edges, int features, int classes, int entries, double homophily)
    {
        var graph = Graph.Load(name, new DataRoot(SharedFolder.File("data")));
        Assert.Equal((nodes, edges, features, classes), (graph.Nodes, graph.Edges.Count, graph.Features.Columns, graph.Classes));
        Assert.Equal(entries, graph.Features.Values.Count);
        Assert.Equal(homophily, graph.EdgeHomophily, 5e-5);
    }

    [Theory]
    [InlineData("cora", 140)]
    [InlineData("citeseer", 120)]
    public void The_original_files_and_the_plain_ones_give_the_same_graph(string name, int training)
    {
        var plain = Graph.Load(name, new DataRoot(SharedFolder.File("data")));
        var original = PlanetoidFiles.Read(SharedFolder.File("data", "planetoid-original"), name);
        Assert.Equal(plain.Edges, original.Edges);
        Assert.Equal(plain.Labels, original.Labels);
        Assert.Equal(plain.Features.Starts, original.Features.Starts);
        Assert.Equal(plain.Features.Indices, original.Features.Indices);
        Assert.Equal(plain.Features.Values, original.Features.Values);
        Assert.Equal(plain.Unlabelled.Order(), original.Unlabelled.Order());
        var (one, other) = (plain.PublishedSplits.Single(), original.PublishedSplits.Single());
        Assert.Equal(one.Training.Nodes, other.Training.Nodes);
        Assert.Equal(one.Validation.Nodes, other.Validation.Nodes);
        Assert.Equal(one.Test.Nodes, other.Test.Nodes);
        Assert.Equal((training, 500, 1000), (one.Training.Nodes.Count, one.Validation.Nodes.Count, one.Test.Nodes.Count));
        Assert.All(one.Training.Nodes.CountBy(node => plain.Labels[node]), pair => Assert.Equal(20, pair.Value));
    }

    [Fact]
    public void Actor_brings_its_ten_published_splits() =>
        Assert.Equal(10, Graph.Load("actor", new DataRoot(SharedFolder.File("data"))).PublishedSplits.Count);

    [Fact]
    public void A_damaged_plain_file_is_named_with_its_line()
    {
        var graph = Directory.CreateDirectory(_folder.File("cora")).FullName;
        foreach (var file in Directory.EnumerateFiles(SharedFolder.File("data", "graphs", "cora")))
            File.Copy(file, Path.Combine(graph, Path.GetFileName(file)));
        Change("edges.csv", text => text + "5,9999\n");
        Assert.Contains("\"5,9999\" in line 5280", Damaged(), StringComparison.Ordinal);
        Change("edges.csv", text => text.Replace("5,9999\n", "", StringComparison.Ordinal));
        Change("split-public.csv", text => text + "0,test\n");
        Assert.Contains("a node in two parts", Damaged(), StringComparison.Ordinal);
        Change("split-public.csv", text => text.Replace("0,test\n", "", StringComparison.Ordinal));
        var features = Path.Combine(graph, "features.bin");
        File.WriteAllBytes(features, File.ReadAllBytes(features)[..^1]);
        Assert.Contains("bytes for 2708 rows", Damaged(), StringComparison.Ordinal);

        void Change(string file, Func<string, string> change)
        {
            var path = Path.Combine(graph, file);
            var text = File.ReadAllText(path);
            File.Delete(path);
            File.WriteAllText(path, change(text));
        }

        string Damaged() => Assert.Throws<FaultException>(() => Graph.Load("cora", new DataRoot(_folder.Path))).Message;
    }

    [Fact]
    public void Without_files_the_message_says_which_to_put_where()
    {
        var root = new DataRoot(_folder.Path);
        Assert.Contains("ind.cora.x from https://github.com/kimiyoung", Assert.Throws<FaultException>(() => Graph.Load("cora", root)).Message, StringComparison.Ordinal);
        Assert.Contains("edges.csv", Assert.Throws<FaultException>(() => Graph.Load("actor", root)).Message, StringComparison.Ordinal);
    }
}
