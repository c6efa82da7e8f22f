using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Experiments.Options;

/// <summary>All hyper-parameters of a method, read from its options record.</summary>
/// <param name="Type">The options record.</param>
/// <param name="Options">One entry a leaf property, nested records flattened, in the order of declaration.</param>
internal sealed record OptionSchema(Type Type, IReadOnlyList<OptionInfo> Options)
{
    /// <summary>Reads the schema of an options record.</summary>
    public static OptionSchema Of(Type type)
    {
        var defaults = (JsonObject)JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type, OptionJson.Settings)!;
        var options = new List<OptionInfo>();
        Collect(type, "", defaults, options, new NullabilityInfoContext());
        return new OptionSchema(type, options);
    }

    /// <summary>The option at a path, or null.</summary>
    public OptionInfo? Find(string path) => Options.FirstOrDefault(option => option.Path == path);

    /// <summary>Whether a path is a group of options, such as <c>teacher</c>.</summary>
    public bool IsGroup(string path) => Options.Any(option => option.Path.StartsWith(path + ".", StringComparison.Ordinal));

    private static void Collect(Type type, string prefix, JsonObject defaults, List<OptionInfo> options, NullabilityInfoContext nullability)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var path = prefix + name;
            var value = defaults[name];
            if (value is JsonObject group)
            {
                Collect(property.PropertyType, path + ".", group, options, nullability);
                continue;
            }

            var range = property.GetCustomAttribute<RangeAttribute>();
            options.Add(new OptionInfo(path, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, value?.DeepClone(), XmlDocs.Summary(property))
            {
                IsNullable = nullability.Create(property).WriteState == NullabilityState.Nullable,
                Range = range is null ? null : (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture)),
                Names = property.GetCustomAttribute<NameAttribute>(),
            });
        }
    }
}
