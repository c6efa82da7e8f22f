using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Native;

/// <summary>
/// Finds and loads libtorch: from the folder in <c>KDHOST_LIBTORCH</c> when it is set, else from the <c>libtorch</c> folder
/// beside the program. Nothing is loaded before the first tensor.
/// </summary>
public static class Libtorch
{
    /// <summary>Environment variable that names another libtorch, such as the <c>torch/lib</c> folder of a Python installation.</summary>
    public const string FolderVariable = "KDHOST_LIBTORCH";

    // Dependencies first, so that each library finds the ones it needs already in the process.
    private static readonly string[] LoadOrder = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Loaded = [];

    /// <summary>The folder in <see cref="FolderVariable"/>, or null.</summary>
    public static string? UserFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder that libtorch is loaded from.</summary>
    public static string Folder => UserFolder ?? BundledFolder;

    /// <summary>Whether the libtorch in use was built for CUDA. Asks the file system only.</summary>
    public static bool HasCuda => File.Exists(Path.Combine(Folder, FileName("torch_cuda")));

    private static string BundledFolder => Path.Combine(AppContext.BaseDirectory, "libtorch");

    private static string Shim => Path.Combine(BundledFolder, FileName("LibTorchSharp"));

    /// <summary>Checks that the libtorch in <see cref="FolderVariable"/> offers all that TorchSharp calls; does nothing when it is not set.</summary>
    /// <exception cref="FaultException">The folder is missing, or a library or symbol is.</exception>
    public static void Preflight()
    {
        if (UserFolder is { } folder)
            LibtorchPreflight.Check(folder, Shim);
    }

    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;

    // TorchSharp asks for torch_cpu or torch_cuda, then for its own shim; the runtime's search has found neither when it asks here.
    private static nint Resolve(Assembly assembly, string name)
    {
        if (name is not ("torch_cpu" or "torch_cuda" or "LibTorchSharp") || !File.Exists(Shim))
            return 0;
        lock (Gate)
        {
            if (Loaded.Count == 0)
                LoadAll();
            return Loaded.GetValueOrDefault(name);
        }
    }

    private static void LoadAll()
    {
        Preflight();
        foreach (var name in LoadOrder)
        {
            var path = Path.Combine(Folder, FileName(name));
            if (File.Exists(path))
                Loaded[name] = NativeLibrary.Load(path);
        }

        Loaded["LibTorchSharp"] = NativeLibrary.Load(Shim);
    }

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
