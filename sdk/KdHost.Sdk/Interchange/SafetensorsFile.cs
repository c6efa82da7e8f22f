using KdHost.Sdk.Faults;
using TorchSharp;

namespace KdHost.Sdk.Interchange;

/// <summary>A safetensors file, open for reading. Its header is checked on opening; tensors are read when asked for.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(string path, FileStream file, SafetensorsHeader header) => (_path, _file, _header) = (path, file, header);

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors => _header.Entries;

    /// <summary>Free texts that the writer added.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FaultException">The file is not well formed.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new SafetensorsFile(path, file, SafetensorsHeader.Read(path, file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads one tensor into the current dispose scope, on the CPU.</summary>
    /// <param name="entry">One of <see cref="Tensors"/>.</param>
    /// <exception cref="FaultException">TorchSharp has no tensors of its type.</exception>
    public torch.Tensor Read(SafetensorsEntry entry)
    {
        var type = SafetensorsTypes.ToTorch(entry.Type) ?? throw new FaultException(new Fault($"tensors of type {entry.Type} can't be read")
        {
            File = _path,
            Key = entry.Name,
            Found = entry.Type,
            Expected = "a floating-point, integer or boolean type of TorchSharp",
            Fix = "convert this tensor in the program that wrote it",
        });
        var tensor = torch.empty([.. entry.Shape], type);
        if (entry.End > entry.Begin)
        {
            _file.Position = _header.DataStart + entry.Begin;
            _file.ReadExactly(tensor.bytes);
        }

        return tensor;
    }

    /// <summary>Writes the file again, byte for byte, whatever the types of its tensors; with other metadata, header apart.</summary>
    /// <param name="path">The new file; replaced when it exists.</param>
    /// <param name="metadata">Free texts instead of the present ones; null keeps them.</param>
    public void CopyTo(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var copy = new FileStream(path, FileMode.Create, FileAccess.Write);
        Safetensors.WriteHeader(copy, _header.ToJson(metadata), metadata is null ? _header.DataStart - 8 : 0);
        _file.Position = _header.DataStart;
        _file.CopyTo(copy);
        copy.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
