using System.Text.Json;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Tests.Setup;
using TorchSharp;

namespace KdHost.Sdk.Tests.Interchange;

public sealed class SafetensorsTests
{
    [Fact]
    public void Every_malformed_file_is_refused_with_a_message_that_names_it()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var file in Expected().GetProperty("malformed").EnumerateObject())
        {
            var error = Assert.Throws<FaultException>(() => Safetensors.Load(Reference(file.Name)));
            Assert.Equal(Reference(file.Name), error.Faults.Single().File);
            Assert.NotNull(error.Faults.Single().Found);
        }
    }

    [Fact]
    public void Every_well_formed_file_is_read_with_its_metadata_types_and_shapes()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var file in Expected().GetProperty("valid").EnumerateObject())
        {
            using var opened = SafetensorsFile.Open(Reference(file.Name));
            var tensors = file.Value.GetProperty("tensors");
            Assert.Equal(tensors.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal), opened.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
            foreach (var entry in opened.Tensors)
            {
                Assert.Equal(tensors.GetProperty(entry.Name).GetProperty("dtype").GetString(), entry.Type);
                Assert.Equal(entry.Shape, opened.Read(entry).shape);
            }

            var metadata = file.Value.GetProperty("metadata");
            if (metadata.ValueKind == JsonValueKind.Object)
                Assert.Equal(metadata.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!), opened.Metadata);
        }
    }

    [Fact]
    public void Values_are_read_exactly()
    {
        using var scope = torch.NewDisposeScope();
        var values = Safetensors.Load(Reference("all-dtypes.safetensors"));
        Assert.Equal([0, -1, long.MaxValue, long.MinValue, 9007199254740993, 42], values["i64"].data<long>().ToArray());
        Assert.Equal([0.1, -2.5, 1e300, double.Epsilon, double.PositiveInfinity, double.NaN], values["f64"].data<double>().ToArray());
    }

    [Fact]
    public void A_type_without_tensors_is_named_and_the_others_stay_readable()
    {
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(Reference("unsupported-dtypes.safetensors"));
        Assert.Equal(5, file.Read(file.Tensors.Single(tensor => tensor.Name == "ok")).item<float>());
        var fault = Assert.Throws<FaultException>(() => file.Read(file.Tensors.Single(tensor => tensor.Name == "f8"))).Faults.Single();
        Assert.Equal(("f8", "F8_E4M3"), (fault.Key, fault.Found));
    }

    public static TheoryData<string> WellFormed => [.. Directory.EnumerateFiles(SharedFolder.File("models", "safetensors"), "*.safetensors").Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("bad-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void Every_well_formed_file_is_written_back_byte_for_byte(string name)
    {
        using var folder = new TemporaryFolder();
        using (var file = SafetensorsFile.Open(Reference(name)))
            file.CopyTo(folder.File("copy"));
        Assert.Equal(File.ReadAllBytes(Reference(name)), File.ReadAllBytes(folder.File("copy")));
    }

    [Theory]
    [InlineData("all-dtypes")]
    [InlineData("empty-tensor")]
    [InlineData("matrix-order")]
    [InlineData("metadata-only")]
    [InlineData("no-tensors")]
    [InlineData("odd-names")]
    [InlineData("resnet8")]
    [InlineData("scalar")]
    [InlineData("with-metadata")]
    public void Tensors_that_were_read_and_saved_in_their_order_make_the_same_file(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(Reference($"{name}.safetensors"));
        Safetensors.Save(folder.File("again"), file.Tensors.Select(entry => KeyValuePair.Create(entry.Name, file.Read(entry))), file.Metadata.Count > 0 ? file.Metadata : null);
        Assert.Equal(File.ReadAllBytes(Reference($"{name}.safetensors")), File.ReadAllBytes(folder.File("again")));
    }

    [Fact]
    public void A_copy_with_other_metadata_has_the_same_tensors()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using (var file = SafetensorsFile.Open(Reference("header-order.safetensors")))
            file.CopyTo(folder.File("copy"), new Dictionary<string, string> { ["note"] = "new" });
        using var copy = SafetensorsFile.Open(folder.File("copy"));
        Assert.Equal("new", copy.Metadata["note"]);
        var (before, after) = (Safetensors.Load(Reference("header-order.safetensors")), Safetensors.Load(folder.File("copy")));
        Assert.All(before, pair => Assert.True(pair.Value.equal(after[pair.Key]).all().ToBoolean()));
    }

    [Theory]
    [InlineData(torch.ScalarType.Float64)]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float16)]
    [InlineData(torch.ScalarType.BFloat16)]
    [InlineData(torch.ScalarType.Int64)]
    [InlineData(torch.ScalarType.Byte)]
    [InlineData(torch.ScalarType.Bool)]
    public void What_is_written_is_read_back_bit_for_bit(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var matrix = (torch.arange(0, 12).reshape(3, 4) % 5).to(type).t(); // not contiguous
        var tensors = new Dictionary<string, torch.Tensor> { ["matrix"] = matrix, ["scalar"] = torch.tensor(3).to(type), ["empty"] = torch.empty([0, 2], type) };
        Safetensors.Save(folder.File("x.safetensors"), tensors, new Dictionary<string, string> { ["note"] = "Grüße" });
        var read = Safetensors.Load(folder.File("x.safetensors"));
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.shape, read[name].shape);
            Assert.Equal(tensor.contiguous().bytes.ToArray(), read[name].bytes.ToArray());
        }

        using var file = SafetensorsFile.Open(folder.File("x.safetensors"));
        Assert.Equal("Grüße", file.Metadata["note"]);
    }

    private static JsonElement Expected() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Reference("expected.json")));

    private static string Reference(string name) => SharedFolder.File("models", "safetensors", name);
}
