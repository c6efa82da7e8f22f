using KdHost.Host.Plugins;

namespace KdHost.Host.Tests.Support;

/// <summary>The methods of the plugins that are built with the host, loaded once.</summary>
internal static class Catalog
{
    private static readonly Lazy<MethodCatalog> Loaded = new(() => new MethodCatalog([Repository.Plugins()]));

    public static MethodCatalog Methods => Loaded.Value;
}
