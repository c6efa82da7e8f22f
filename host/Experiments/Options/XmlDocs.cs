using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KdHost.Host.Experiments.Options;

/// <summary>Reads doc comments from the XML file that the compiler writes beside an assembly.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, XElement>> Files = new();

    /// <summary>The summary of a property as plain text; empty when there is no XML file.</summary>
    public static string Summary(PropertyInfo property) => Summary(property.DeclaringType!, $"P:{Name(property.DeclaringType!)}.{property.Name}");

    /// <summary>The summary of a type as plain text; empty when there is no XML file.</summary>
    public static string Summary(Type type) => Summary(type, $"T:{Name(type)}");

    private static string Summary(Type type, string id)
    {
        var members = Files.GetOrAdd(Path.ChangeExtension(type.Assembly.Location, ".xml"), Load);
        if (!members.TryGetValue(id, out var member) || member.Element("summary") is not { } summary)
            return "";
        foreach (var reference in summary.Descendants().Where(element => element.Attribute("cref") is not null).ToList())
            reference.ReplaceWith(reference.Attribute("cref")!.Value.Split('.')[^1]);
        return Space().Replace(summary.Value, " ").Trim();
    }

    private static Dictionary<string, XElement> Load(string path) =>
        File.Exists(path) ? XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value) : [];

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
