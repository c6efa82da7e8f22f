using KdHost.Host.Reports.Studies;
using KdHost.Host.Search;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Plugins;

/// <summary>All methods of all plugin folders. A broken plugin is a status, never an exception.</summary>
internal sealed class MethodCatalog
{
    private readonly SortedDictionary<string, MethodEntry> _methods = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProposerEntry> _proposers = new(ProposerEntry.BuiltIn.ToDictionary(entry => entry.Attribute.Name), StringComparer.Ordinal);
    private readonly SortedDictionary<string, StudyEntry> _studies = new(StringComparer.Ordinal);

    /// <summary>Loads the plugins in some folders; each holds one folder a plugin.</summary>
    /// <param name="folders">Folders of plugin folders. Missing ones are passed over; where two have a method of one name, the earlier folder keeps it.</param>
    public MethodCatalog(IEnumerable<string> folders)
    {
        var plugins = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal));
        foreach (var plugin in plugins.Select(PluginLoading.Load))
        {
            var (status, methods, proposers, studies) = plugin;
            if (plugin.BringsModels)
                ModelPlugins.Add(status.Folder);
            var clash = methods.FirstOrDefault(method => _methods.ContainsKey(method.Attribute.Name));
            Plugins.Add(clash is null ? status : status with
            {
                State = PluginState.Malfunctioned,
                Problem = $"its method {clash.Attribute.Name} is already in {_methods[clash.Attribute.Name].PluginFolder}",
                Fix = "rename one of the two, or remove one of the folders",
            });
            foreach (var method in methods)
                _methods.TryAdd(method.Attribute.Name, method);
            foreach (var proposer in proposers)
                _proposers.TryAdd(proposer.Attribute.Name, proposer);
            foreach (var study in studies)
                _studies.TryAdd(study.Attribute.Name, study);
        }
    }

    /// <summary>Every plugin folder with its status.</summary>
    public List<PluginStatus> Plugins { get; } = [];

    /// <summary>Folders of plugins that bring models: a worker needs them whatever method it runs.</summary>
    public List<string> ModelPlugins { get; } = [];

    /// <summary>The methods by name.</summary>
    public IReadOnlyCollection<MethodEntry> Methods => _methods.Values;

    /// <summary>The adaptive searches by name, those of the host included.</summary>
    public IReadOnlyDictionary<string, ProposerEntry> Proposers => _proposers;

    /// <summary>The studies by name.</summary>
    public IReadOnlyDictionary<string, StudyEntry> Studies => _studies;

    /// <summary>The plugins that can't be used.</summary>
    public IEnumerable<PluginStatus> Unusable => Plugins.Where(plugin => plugin.State != PluginState.Ready);

    /// <summary>The method of a name, or null.</summary>
    public MethodEntry? Find(string name) => _methods.GetValueOrDefault(name);

    /// <summary>The method of a name.</summary>
    /// <exception cref="FaultException">There is none.</exception>
    public MethodEntry Get(string name) => Find(name) ?? throw new FaultException(Unknown(name, new Fault($"there is no method \"{name}\"")));

    /// <summary>Completes a fault about an unknown method: the valid ones, and unusable plugins that may have held it.</summary>
    public Fault Unknown(string name, Fault fault) => fault with
    {
        Found = name,
        Expected = _methods.Count > 0 ? $"one of: {string.Join(", ", _methods.Keys)}" : "a plugin with a method",
        Fix = Nearest.To(name, _methods.Keys) is { } near ? $"did you mean \"{near}\"?"
            : Unusable.FirstOrDefault() is { } broken ? $"the plugin {broken.Folder} can't be used: {broken.Problem}; {broken.Fix}"
            : "`kd methods` lists the methods; --plugins names more plugin folders",
    };
}
