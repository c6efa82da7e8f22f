namespace KdHost.Host.Plugins;

/// <summary>What became of a plugin folder.</summary>
internal enum PluginState
{
    /// <summary>Loaded, with at least one method.</summary>
    Ready,

    /// <summary>The folder has no assembly of its own name.</summary>
    NoAssembly,

    /// <summary>The assembly can't be read.</summary>
    Broken,

    /// <summary>Built against another version of the SDK.</summary>
    WrongSdk,

    /// <summary>Brings its own copy of an assembly that is the host's.</summary>
    OwnCopy,

    /// <summary>No class carries the export attribute.</summary>
    NoMethod,

    /// <summary>Something threw while it was loaded.</summary>
    Malfunctioned,
}

/// <summary>One plugin folder with its status.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="State">What became of it.</param>
/// <param name="Problem">What is wrong, in words; empty when ready.</param>
/// <param name="Fix">What to do about it; empty when ready.</param>
internal sealed record PluginStatus(string Folder, PluginState State, string Problem = "", string Fix = "")
{
    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Folder);
}
