using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary>Weights that travel: <c>kd models</c>, <c>kd export</c> and <c>kd import</c>.</summary>
public sealed class WeightTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public WeightTests() => _workspace.Environment["KDHOST_DATA"] = _workspace.PathOf("data");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Models_are_listed_with_their_parameters_for_people_and_programs()
    {
        Assert.Matches(@"resnet20\s+278 324\s+3x32x32\s+100\s+CIFAR ResNet", (await _workspace.KdAsync("models")).MustEndWith(0).Output);
        var models = JsonNode.Parse((await _workspace.KdAsync("models", "--json")).MustEndWith(0).Output)!.AsArray();
        var vit = models.Single(model => (string)model!["name"]! == "vit-tiny")!;
        Assert.Equal((5_717_416, "image", "3x224x224", 1000), ((long)vit["parameters"]!, (string)vit["kind"]!, (string)vit["input"]!, (int)vit["classes"]!));
        Assert.Equal("graph", (string)models.Single(model => (string)model!["name"]! == "gat")!["kind"]!);
    }

    [Fact]
    public async Task A_plugin_brings_a_model_of_its_own()
    {
        Assert.Matches(@"walk-linear\s+650\s+1x8x8\s+10\s+a linear model of a plugin", (await _workspace.KdAsync("models", "--plugins", Repository.TestPlugins)).MustEndWith(0).Output);
        (await _workspace.KdAsync("export", "--model", "walk-linear", "--plugins", Repository.TestPlugins)).MustEndWith(0);
        Assert.Contains("\"layers.0.weight\"", Header("walk-linear.safetensors"), StringComparison.Ordinal);
        (await _workspace.KdAsync("export", "--model", "walk-linear")).MustRefuse("there is no model \"walk-linear\"", "walk-linear", "deep-linear-64", "");

        // The method is of another plugin than the model.
        _workspace.Write("x.json", """{ "method": "vanilla-kd", "parameters": { "student": "walk-linear", "trainFraction": 0.1, "epochs": 2, "distillation": "none" }, "seeds": 1 }""");
        (await _workspace.KdAsync("run", "x.json", "--plugins", Repository.TestPlugins)).MustEndWith(0);
    }

    [Fact]
    public async Task Student_and_teacher_of_a_run_are_exported_and_the_teacher_serves_the_next_run()
    {
        _workspace.Write("x.json", Declarations.Small);
        (await _workspace.KdAsync("run", "x.json")).MustEndWith(0);

        (await _workspace.KdAsync("export", "--output", "student.safetensors")).MustEndWith(0);
        Assert.Contains("\"kdhost.model\":\"mlp-16\"", Header("student.safetensors"), StringComparison.Ordinal);
        Assert.Contains("\"kdhost.dataset\":\"digits\"", Header("student.safetensors"), StringComparison.Ordinal);
        (await _workspace.KdAsync("export", "--trial", "zzz")).MustRefuse($"{_workspace.Run.Path}: there is no such trial", "zzz", "the id of a trial", "kd status");

        (await _workspace.KdAsync("export", "--teacher", "--output", "teacher.safetensors")).MustEndWith(0);
        Assert.Contains("\"fc1.weight\"", Header("teacher.safetensors"), StringComparison.Ordinal);
        var imported = (await _workspace.KdAsync("import", "teacher.safetensors", "--as", "mine")).MustEndWith(0);
        Assert.Contains("\"weights\": \"mine\"", imported.Output, StringComparison.Ordinal);
        (await _workspace.KdAsync("import", "teacher.safetensors", "--as", "mine")).MustRefuse($"{_workspace.PathOf("data/weights/mine.safetensors")}: there are weights of that name", "a file", "a new name", "--overwrite");

        var before = Directory.GetLastWriteTimeUtc(_workspace.PathOf("data/weights"));
        (await _workspace.KdAsync("run", "x.json", "--set", "teacher.weights=mine", "--runs", "more")).MustEndWith(0);
        Assert.Empty(Directory.EnumerateDirectories(Directory.EnumerateDirectories(_workspace.PathOf("more")).Single(), "teacher", SearchOption.AllDirectories));
        Assert.Equal(before, Directory.GetLastWriteTimeUtc(_workspace.PathOf("data/weights")));
    }

    [Fact]
    public async Task Fresh_weights_are_the_same_for_the_same_seed_and_the_number_of_classes_is_read_from_a_file()
    {
        foreach (var name in new[] { "a", "b" })
            (await _workspace.KdAsync("export", "--model", "resnet8", "--shape", "3x8x8", "--classes", "7", "--seed", "3", "-o", $"{name}.safetensors")).MustEndWith(0);
        Assert.Equal(File.ReadAllBytes(_workspace.PathOf("a.safetensors")), File.ReadAllBytes(_workspace.PathOf("b.safetensors")));
        Strip("a.safetensors");
        Assert.Contains("resnet8 for 3x32x32 and 7 classes", (await _workspace.KdAsync("import", "a.safetensors", "--model", "resnet8")).MustEndWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_of_another_model_and_damaged_files_are_refused()
    {
        (await _workspace.KdAsync("export", "--model", "mlp-16", "--dataset", "digits", "-o", "x.safetensors")).MustEndWith(0);
        Assert.Contains("a tensor is missing", (await _workspace.KdAsync("import", "x.safetensors", "--model", "resnet8")).MustEndWith(2).Errors, StringComparison.Ordinal);
        _workspace.Write("bad.safetensors", "not weights");
        (await _workspace.KdAsync("import", "bad.safetensors", "--model", "resnet8")).MustRefuse("bad.safetensors: this is not a well-formed safetensors file", "header", "at most", "write the file again");
        Strip("x.safetensors");
        (await _workspace.KdAsync("import", "x.safetensors")).MustRefuse("x.safetensors: the file does not say whose weights it holds", "kdhost.model", "a model", "--model");
        (await _workspace.KdAsync("export", "--model", "resnet8", "--shape", "big")).MustRefuse("--shape: this is not the shape of an image", "big", "3x32x32", "by x");
        Assert.False(Directory.Exists(_workspace.PathOf("data/weights")));
    }

    private string Header(string name)
    {
        var content = File.ReadAllBytes(_workspace.PathOf(name));
        return System.Text.Encoding.UTF8.GetString(content, 8, (int)BitConverter.ToInt64(content));
    }

    // Takes the metadata out, as a file of another program.
    private void Strip(string name)
    {
        var content = File.ReadAllBytes(_workspace.PathOf(name));
        var header = JsonNode.Parse(Header(name))!.AsObject();
        header.Remove("__metadata__");
        var json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(_workspace.PathOf(name), [.. BitConverter.GetBytes((long)json.Length), .. json, .. content.AsSpan(8 + (int)BitConverter.ToInt64(content))]);
    }
}
