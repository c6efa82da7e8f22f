using KdHost.Host.Plugins;

namespace KdHost.Host.Cli;

/// <summary>What <c>kd methods --json</c> prints. Keys are only ever added.</summary>
/// <param name="Methods">The methods that can be run.</param>
/// <param name="Unusable">The plugins that can't be used.</param>
internal sealed record MethodsJson(IReadOnlyList<MethodJson> Methods, IReadOnlyList<PluginStatus> Unusable)
{
    /// <summary>The methods of a catalog.</summary>
    public static MethodsJson Of(MethodCatalog catalog) => new(
        [.. catalog.Methods.Select(method => new MethodJson(method.Attribute.Name, method.Attribute.Title, method.Attribute.Paper, method.Version.ToString(3), method.Build, method.PluginFolder))],
        [.. catalog.Unusable]);
}

/// <summary>A method.</summary>
/// <param name="Name">Its name in experiment files.</param>
/// <param name="Title">A line for lists.</param>
/// <param name="Paper">Authors, title, venue and year.</param>
/// <param name="Version">Version of the plugin.</param>
/// <param name="Build">Identity of the plugin's build.</param>
/// <param name="Folder">The plugin's folder.</param>
internal sealed record MethodJson(string Name, string Title, string Paper, string Version, Guid Build, string Folder);
