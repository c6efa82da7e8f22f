using System.Text.Json;

namespace KdHost.Host.RunDirectories;

/// <summary>The packages that this program was built with, from the list that the build puts beside it.</summary>
internal static class PackageVersions
{
    /// <summary>Version by package; empty where there is no such list.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(PackageVersions).Assembly.GetName().Name}.deps.json");
        if (!File.Exists(path))
            return new Dictionary<string, string>();
        using var list = JsonDocument.Parse(File.ReadAllBytes(path));
        return new SortedDictionary<string, string>(
            list.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => library.Name.Split('/'))
                .ToDictionary(parts => parts[0], parts => parts[1]),
            StringComparer.OrdinalIgnoreCase);
    }
}
