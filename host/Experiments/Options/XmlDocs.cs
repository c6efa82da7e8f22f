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

    /// <summary>The summary of a word of an enumeration as plain text; empty when there is no XML file.</summary>
    public static string Summary(FieldInfo field) => Summary(field.DeclaringType!, $"F:{Name(field.DeclaringType!)}.{field.Name}");

    /// <summary>The code blocks in the summary of a type, in which methods write their formulas; empty when there is none.</summary>
    public static string Code(Type type) => string.Join("\n\n", Element(type, $"T:{Name(type)}")?.Descendants("code").Select(code => Dedent(code.Value)) ?? []);

    private static string Dedent(string block)
    {
        var lines = block.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0).ToList();
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).TrimEnd();
    }

    private static XElement? Element(Type type, string id) =>
        Files.GetOrAdd(Path.ChangeExtension(type.Assembly.Location, ".xml"), Load).GetValueOrDefault(id)?.Element("summary");

    private static string Summary(Type type, string id)
    {
        if (Element(type, id) is not { } summary)
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
