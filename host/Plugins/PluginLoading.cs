using System.Composition.Hosting;
using System.Reflection;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace KdHost.Host.Plugins;

/// <summary>Loads one plugin into a load context of its own and composes its methods.</summary>
internal static class PluginLoading
{
    // Types that cross the border between host and plugin must be the same on both sides.
    private static readonly Type[] Shared = [typeof(IMethod), typeof(torch), typeof(ILogger), typeof(System.Composition.ExportAttribute)];

    /// <summary>Never throws for what the plugin does: a failure becomes its status.</summary>
    public static (PluginStatus Status, IReadOnlyList<MethodEntry> Methods) Load(string folder)
    {
        var (path, status) = PluginInspector.Inspect(folder);
        if (path is null || status.State != PluginState.Ready)
            return (status, []);
        try
        {
            var loader = PluginLoader.CreateFromAssemblyFile(path, Shared);
            var assembly = loader.LoadDefaultAssembly();
            var container = new ContainerConfiguration().WithAssembly(assembly).CreateContainer();
            var methods = container.GetExports<Lazy<IMethod, MethodMetadata>>().Select(export => Entry(assembly, folder, export)).ToList();
            if (methods.Count == 0)
                return (status with { State = PluginState.NoMethod, Problem = "no class in it carries [Method(…)]", Fix = "derive a class from Method<TOptions> and mark it with [Method(\"name\")]" }, []);
            ModelCatalog.Register(assembly);
            return (status, methods);
        }
        catch (Exception error)
        {
            var cause = error is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first : error.GetBaseException();
            var fix = cause is FileNotFoundException missing ? $"copy {missing.FileName?.Split(',')[0]}.dll into the folder: build the plugin with EnableDynamicLoading" : "run again with --verbose to see where it threw";
            return (status with { State = PluginState.Malfunctioned, Problem = $"it failed to load: {cause.Message}", Fix = fix }, []);
        }
    }

    private static MethodEntry Entry(Assembly assembly, string folder, Lazy<IMethod, MethodMetadata> export)
    {
        var attribute = new MethodAttribute(export.Metadata.Name) { Title = export.Metadata.Title, Paper = export.Metadata.Paper };
        return new MethodEntry(attribute, export.Value, folder, assembly.GetName().Version!, assembly.ManifestModule.ModuleVersionId);
    }
}

/// <summary>The metadata view of <see cref="MethodAttribute"/> that the composition fills.</summary>
internal sealed class MethodMetadata
{
    public string Name { get; set; } = "";

    public string Title { get; set; } = "";

    public string Paper { get; set; } = "";
}
