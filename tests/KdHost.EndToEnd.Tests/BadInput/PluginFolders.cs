using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.BadInput;

/// <summary>Makes plugin folders that can't be used, each for its own reason.</summary>
internal static class PluginFolders
{
    /// <summary>A copy of a plugin that works.</summary>
    public static string CopyOfBuiltPlugin(this Workspace workspace, string name)
    {
        var folder = Directory.CreateDirectory(workspace.PathOf(Path.Combine("plugins", name))).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.BuiltPlugin))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    /// <summary>An assembly that was built against SDK 99.0, empty but for its references.</summary>
    public static void PluginOfAnotherSdk(this Workspace workspace, string name)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString($"{name}.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddAssemblyReference(metadata.GetOrAddString("KdHost.Sdk"), new Version(99, 0, 0, 0), default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        workspace.WritePlugin(name, image.ToArray());
    }

    /// <summary>A plugin folder with one assembly of this content.</summary>
    public static void WritePlugin(this Workspace workspace, string name, byte[] assembly)
    {
        var folder = Directory.CreateDirectory(workspace.PathOf(Path.Combine("plugins", name))).FullName;
        File.WriteAllBytes(Path.Combine(folder, $"{name}.dll"), assembly);
    }
}
