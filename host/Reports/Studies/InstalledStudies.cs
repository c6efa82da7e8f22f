using KdHost.Host.Configuration;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Studies;

/// <summary>The studies that plugins bring.</summary>
internal static class InstalledStudies
{
    private static readonly IReadOnlyDictionary<string, StudyEntry> None = new Dictionary<string, StudyEntry>();

    /// <summary>Those that a run may need; no plugin is loaded for a run that names none.</summary>
    public static IReadOnlyDictionary<string, StudyEntry> For(RunRecord record, Settings settings) => record.Study is null ? None : new MethodCatalog(settings.PluginFolders).Studies;
}
