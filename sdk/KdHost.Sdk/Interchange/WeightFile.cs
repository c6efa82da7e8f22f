using KdHost.Sdk.Faults;
using TorchSharp;

namespace KdHost.Sdk.Interchange;

/// <summary>Weights of a model in a safetensors file, under the names of torchvision, timm or mdistiller, so that they travel to PyTorch and back.</summary>
public static class WeightFile
{
    private const int ManyFaults = 8;

    /// <summary>Writes the parameters and buffers of a model; the file appears whole or not at all.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="model">The model.</param>
    /// <param name="info">What the file says of itself.</param>
    public static void Save(string path, torch.nn.Module model, WeightInfo info)
    {
        using var scope = torch.NewDisposeScope();
        var unfinished = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            Safetensors.Save(unfinished, model.state_dict(), info.ToMetadata());
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>What a file says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FaultException">The file is not well formed.</exception>
    public static WeightInfo ReadInfo(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return WeightInfo.Of(file.Metadata);
    }

    /// <summary>
    /// Checks whether a file holds the weights of a model. Names may be those of a wrapped network (<c>module.</c>, …) or of the official ConvNeXt V2 code; shapes may
    /// differ by dimensions of 1.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <returns>What is wrong, at most a few faults of each kind; empty when it fits.</returns>
    /// <exception cref="FaultException">The file is not well formed.</exception>
    public static IReadOnlyList<Fault> Check(string path, torch.nn.Module model)
    {
        using var file = SafetensorsFile.Open(path);
        using var scope = torch.NewDisposeScope();
        return Compare(path, file, model.state_dict()).Faults;
    }

    /// <summary>The number of classes in a file: the length of the tensor that stands for the model's last parameter.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model, for any number of classes.</param>
    /// <returns>Null when the file has no such tensor.</returns>
    /// <exception cref="FaultException">The file is not well formed.</exception>
    public static int? ClassesIn(string path, torch.nn.Module model)
    {
        using var file = SafetensorsFile.Open(path);
        using var scope = torch.NewDisposeScope();
        var map = WeightNames.Map([.. file.Tensors.Select(entry => entry.Name)], model.state_dict().Keys.ToHashSet());
        var last = model.named_parameters().Last().name;
        return file.Tensors.FirstOrDefault(entry => map[entry.Name] == last) is { Shape: [var classes, ..] } ? (int)classes : null;
    }

    /// <summary>Loads the weights of a file into a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; any device and type.</param>
    /// <exception cref="FaultException">The file is not well formed, or holds the weights of another model.</exception>
    public static void Load(string path, torch.nn.Module model)
    {
        using var file = SafetensorsFile.Open(path);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var state = model.state_dict();
        var (pairs, faults) = Compare(path, file, state);
        if (faults.Count > 0)
            throw new FaultException(faults);
        foreach (var (entry, name) in pairs)
        {
            using var step = torch.NewDisposeScope();
            state[name].copy_(file.Read(entry).reshape(state[name].shape));
        }
    }

    private static (List<(SafetensorsEntry Entry, string Name)> Pairs, List<Fault> Faults) Compare(string path, SafetensorsFile file, IReadOnlyDictionary<string, torch.Tensor> state)
    {
        var map = WeightNames.Map([.. file.Tensors.Select(entry => entry.Name)], state.Keys.ToHashSet());
        var found = file.Tensors.ToLookup(entry => map[entry.Name]);
        var pairs = file.Tensors.Where(entry => state.ContainsKey(map[entry.Name])).Select(entry => (Entry: entry, Name: map[entry.Name])).ToList();
        Fault Fault(string problem, string key, string what, string expected) => new(problem) { File = path, Key = key, Found = what, Expected = expected, Fix = "name the model whose weights these are, with its shape and classes" };
        var missing = state.Keys.Where(name => !found.Contains(name) && !WeightNames.IsCounter(name)).Select(name => Fault("a tensor is missing", name, "no such tensor", Text(state[name].shape)));
        var unexpected = file.Tensors.Where(entry => !state.ContainsKey(map[entry.Name]) && !WeightNames.IsComputed(entry.Name)).Select(entry => Fault("a tensor is not the model's", entry.Name, Text(entry.Shape), "tensors of the model alone"));
        var twice = found.Where(group => group.Count() > 1).Select(group => Fault("two tensors stand for one of the model", group.Key, string.Join(", ", group.Select(entry => entry.Name)), "each once"));
        var shapes = pairs.Where(pair => !Same(pair.Entry.Shape, state[pair.Name].shape)).Select(pair => Fault("a tensor has another shape", pair.Entry.Name, Text(pair.Entry.Shape), Text(state[pair.Name].shape)));
        var types = pairs.Where(pair => SafetensorsTypes.ToTorch(pair.Entry.Type) is null).Select(pair => Fault("a tensor has a type that can't be read", pair.Entry.Name, pair.Entry.Type, "a type of TorchSharp"));
        return (pairs, [.. new[] { missing, unexpected, twice, shapes, types }.SelectMany(AFew)]);
    }

    private static IEnumerable<Fault> AFew(IEnumerable<Fault> faults)
    {
        var all = faults.ToList();
        return all.Count <= ManyFaults ? all : [.. all[..ManyFaults], all[ManyFaults] with { Problem = $"{all[ManyFaults].Problem} (and {all.Count - ManyFaults - 1} more of this kind)" }];
    }

    private static bool Same(IReadOnlyList<long> one, IReadOnlyList<long> other) => one.Where(size => size != 1).SequenceEqual(other.Where(size => size != 1));

    private static string Text(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";
}
