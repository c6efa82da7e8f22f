using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Native;

/// <summary>
/// Checks another libtorch before it is loaded. A symbol that is missing would otherwise end the process at its first call.
/// </summary>
internal static class LibtorchPreflight
{
    private static readonly string[] Required = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    // Itanium C++ ABI: functions and methods (also const ones), v-tables and type information of at::, c10:: and torch::.
    private static readonly string[] LibtorchNamespaces =
        [.. from kind in new[] { "_ZN", "_ZNK", "_ZTVN", "_ZTIN" } from space in new[] { "2at", "3c10", "5torch" } select kind + space];

    /// <exception cref="FaultException">The folder, a library or a symbol is missing.</exception>
    public static void Check(string folder, string shim)
    {
        if (!Directory.Exists(folder))
            throw Refuse(folder, "the folder does not exist", "a folder with libtorch's libraries, such as <python>/site-packages/torch/lib");
        if (!OperatingSystem.IsLinux())
            return;

        var missing = Required.Where(name => !File.Exists(Path.Combine(folder, name))).ToList();
        if (missing.Count > 0)
            throw Refuse(folder, $"no {string.Join(", ", missing)} there", "a folder with libtorch's libraries, such as <python>/site-packages/torch/lib");

        // Only names of libtorch's own namespaces are its duty; the rest comes from the C and C++ runtimes.
        var wanted = ElfSymbols.Read(shim).Undefined.Where(IsLibtorchSymbol).ToHashSet();
        foreach (var library in Directory.EnumerateFiles(folder, "lib*.so*"))
            wanted.ExceptWith(ElfSymbols.Read(library).Defined);
        if (wanted.Count > 0)
        {
            throw Refuse(
                folder,
                $"{wanted.Count} symbols that TorchSharp calls are missing, such as {string.Join(", ", wanted.Order(StringComparer.Ordinal).Take(3))}",
                $"the libtorch version that TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)} was built for");
        }
    }

    private static bool IsLibtorchSymbol(string name) =>
        LibtorchNamespaces.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static FaultException Refuse(string folder, string problem, string expected) => new(new Fault($"this libtorch can't be used: {problem}")
    {
        Key = Libtorch.FolderVariable,
        Found = folder,
        Expected = expected,
        Fix = $"point {Libtorch.FolderVariable} to a matching libtorch, or unset it to use the one that KdHost brings",
    });
}
