using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Plugins;

/// <summary>Looks at a plugin folder without loading anything from it.</summary>
internal static class PluginInspector
{
    // These are the host's: a second copy would give types that look alike and are not the same.
    private static readonly string[] HostAssemblies = ["KdHost.Sdk", "TorchSharp"];

    private static readonly AssemblyName Sdk = typeof(IMethod).Assembly.GetName();

    /// <summary>The assembly of the plugin and what is wrong with it, if anything.</summary>
    public static (string? Assembly, PluginStatus Status) Inspect(string folder)
    {
        if (MainAssembly(folder) is not { } assembly)
        {
            var status = new PluginStatus(folder, PluginState.NoAssembly, "no plugin assembly in it", $"build the plugin into it: <name>.dll with <name>.deps.json, or one named like the folder ({Path.GetFileName(folder)}.dll)");
            return (null, status);
        }

        return (assembly, Check(folder, assembly));
    }

    private static PluginStatus Check(string folder, string assembly)
    {
        if (HostAssemblies.FirstOrDefault(name => File.Exists(Path.Combine(folder, name + ".dll"))) is { } copy)
            return new PluginStatus(folder, PluginState.OwnCopy, $"it brings its own copy of {copy}.dll", $"delete {copy}.dll there, and reference {copy} with ExcludeAssets=\"runtime\" in the plugin's project");
        try
        {
            using var file = new PEReader(File.OpenRead(assembly));
            var metadata = file.GetMetadataReader();
            var sdk = metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName()).FirstOrDefault(name => name.Name == Sdk.Name);
            if (sdk is null)
                return new PluginStatus(folder, PluginState.NoMethod, $"it does not reference {Sdk.Name}", $"reference {Sdk.Name} {Sdk.Version!.ToString(3)} and export a method");
            if (sdk.Version!.Major != Sdk.Version!.Major || sdk.Version.Minor != Sdk.Version.Minor)
                return new PluginStatus(folder, PluginState.WrongSdk, $"it was built against {Sdk.Name} {sdk.Version.ToString(3)}, this host has {Sdk.Version.ToString(3)}", $"build it against {Sdk.Name} {Sdk.Version.ToString(2)}.*");
            return new PluginStatus(folder, PluginState.Ready);
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or InvalidOperationException)
        {
            return new PluginStatus(folder, PluginState.Broken, $"{Path.GetFileName(assembly)} is not a readable .NET assembly ({error.Message})", "build the plugin again");
        }
    }

    private static string? MainAssembly(string folder)
    {
        var named = Path.Combine(folder, Path.GetFileName(folder) + ".dll");
        if (File.Exists(named))
            return named;
        var withDependencies = Directory.EnumerateFiles(folder, "*.deps.json").Select(path => path[..^".deps.json".Length] + ".dll").Where(File.Exists).ToList();
        return withDependencies.Count == 1 ? withDependencies[0] : null;
    }
}
