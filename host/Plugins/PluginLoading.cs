using System.Composition.Hosting;
using System.Reflection;
using KdHost.Host.Reports.Studies;
using KdHost.Host.Search;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Search;
using KdHost.Sdk.Studies;
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
    public static LoadedPlugin Load(string folder)
    {
        var (path, status) = PluginInspector.Inspect(folder);
        if (path is null || status.State != PluginState.Ready)
            return new LoadedPlugin(status, [], [], []);
        try
        {
            var loader = PluginLoader.CreateFromAssemblyFile(path, Shared);
            var assembly = loader.LoadDefaultAssembly();
            var container = new ContainerConfiguration().WithAssembly(assembly).CreateContainer();
            var methods = container.GetExports<Lazy<IMethod, MethodMetadata>>().Select(export => Entry(assembly, folder, export)).ToList();
            var proposers = container.GetExports<Lazy<ITrialProposer, ProposerMetadata>>().Select(export => Entry(folder, export)).ToList();
            var studies = container.GetExports<Lazy<IStudy, StudyMetadata>>().Select(Entry).ToList();
            var models = ModelCatalog.Register(assembly);
            if (methods.Count == 0 && proposers.Count == 0 && studies.Count == 0 && models == 0)
                return new LoadedPlugin(status with { State = PluginState.NoMethod, Problem = "no class in it carries [Method(…)]", Fix = "derive a class from Method<TOptions> and mark it with [Method(\"name\")]" }, [], [], []);
            return new LoadedPlugin(status, methods, proposers, studies) { BringsModels = models > 0 };
        }
        catch (Exception error)
        {
            var cause = error is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first : error.GetBaseException();
            var fix = cause is FileNotFoundException missing ? $"copy {missing.FileName?.Split(',')[0]}.dll into the folder: build the plugin with EnableDynamicLoading" : "run again with --verbose to see where it threw";
            return new LoadedPlugin(status with { State = PluginState.Malfunctioned, Problem = $"it failed to load: {cause.Message}", Fix = fix }, [], [], []);
        }
    }

    private static MethodEntry Entry(Assembly assembly, string folder, Lazy<IMethod, MethodMetadata> export)
    {
        var attribute = new MethodAttribute(export.Metadata.Name) { Title = export.Metadata.Title, Paper = export.Metadata.Paper };
        return new MethodEntry(attribute, export.Value, folder, assembly.GetName().Version!, assembly.ManifestModule.ModuleVersionId);
    }

    private static ProposerEntry Entry(string folder, Lazy<ITrialProposer, ProposerMetadata> export) =>
        new(new TrialProposerAttribute(export.Metadata.Name) { Title = export.Metadata.Title }, export.Value, folder);

    private static StudyEntry Entry(Lazy<IStudy, StudyMetadata> export) => new(new StudyAttribute(export.Metadata.Name) { Title = export.Metadata.Title }, export.Value);
}

/// <summary>A plugin and what it exports.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Methods">Its methods.</param>
/// <param name="Proposers">Its adaptive searches.</param>
/// <param name="Studies">Its studies.</param>
internal sealed record LoadedPlugin(PluginStatus Status, IReadOnlyList<MethodEntry> Methods, IReadOnlyList<ProposerEntry> Proposers, IReadOnlyList<StudyEntry> Studies)
{
    /// <summary>Whether it brings models that any method may name.</summary>
    public bool BringsModels { get; init; }
}

/// <summary>The metadata view of <see cref="MethodAttribute"/> that the composition fills.</summary>
internal sealed class MethodMetadata
{
    public string Name { get; set; } = "";

    public string Title { get; set; } = "";

    public string Paper { get; set; } = "";
}
