using System.Reflection;
using System.Text.Json.Nodes;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Experiments.Options;

/// <summary>The part <c>$defs</c> of the JSON schema: for a set of options every form in which they stand in an experiment file.</summary>
internal static class OptionDefinitions
{
    /// <summary>The schema of a single value, once each, and the groups that refer to it.</summary>
    /// <param name="name">Name of the set.</param>
    /// <param name="options">The options by path; several of one path where methods differ.</param>
    /// <param name="methods">The schema of a method's name.</param>
    public static JsonObject Of(string name, IEnumerable<IGrouping<string, OptionInfo>> options, JsonObject methods)
    {
        var (values, conditions, axes, spaces, all) = (new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var group in options)
        {
            var schemas = group.Select(Value).DistinctBy(schema => schema.ToJsonString()).ToList();
            all[group.Key] = schemas.Count == 1 ? schemas[0] : new JsonObject { ["anyOf"] = new JsonArray([.. schemas]) };
            var description = group.First().Description;
            Put(values, group.Key, Reference());
            Put(conditions, group.Key, AnyOf(description));
            Put(axes, group.Key, Axis(description));
            Put(spaces, group.Key, Space(description));

            JsonObject Reference() => new() { ["$ref"] = $"#/$defs/{name}/options/{group.Key}" };
            JsonObject Axis(string text) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = Reference(), ["description"] = text };
            JsonObject AnyOf(string text) => new() { ["anyOf"] = new JsonArray(Reference(), Axis(text)), ["description"] = text };
            JsonObject Space(string text) => new()
            {
                ["$ref"] = "#/$defs/distribution",
                ["properties"] = new JsonObject { ["choice"] = new JsonObject { ["items"] = Reference() } },
                ["description"] = text,
            };
        }

        var points = (JsonObject)values.DeepClone();
        points["method"] = methods.DeepClone();
        conditions["method"] = new JsonObject { ["anyOf"] = new JsonArray(methods.DeepClone(), new JsonObject { ["type"] = "array", ["items"] = methods.DeepClone() }) };
        axes["method"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = methods.DeepClone() };
        return new JsonObject
        {
            ["options"] = all,
            ["values"] = SchemaNodes.Group(values),
            ["points"] = SchemaNodes.Group(points),
            ["conditions"] = SchemaNodes.Group(conditions),
            ["axes"] = SchemaNodes.Group(axes),
            ["spaces"] = SchemaNodes.Group(spaces),
        };
    }

    private static JsonObject Value(OptionInfo option)
    {
        var schema = new JsonObject { ["description"] = option.Description };
        if (option.Default is not null || option.IsNullable)
            schema["default"] = option.Default?.DeepClone();
        if (option.Names is DataSetNameAttribute { TakesFolders: true })
        {
            // Images of one's own stand beside the data sets that have names.
            schema["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray([.. option.Choices.Select(choice => (JsonNode?)choice)]) }, new JsonObject { ["type"] = "string", ["pattern"] = "^folder/" });
        }
        else if (option.Choices.Count > 0)
        {
            schema["enum"] = new JsonArray([.. option.Choices.Select(choice => (JsonNode?)choice), .. option.IsNullable ? [null] : Array.Empty<JsonNode?>()]);
            if (option.Type.IsEnum)
                schema["description"] = SchemaNodes.WithWords(option.Description, option.Type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(word => (OptionJson.Word(word.Name), XmlDocs.Summary(word))));
        }
        else if (TypeOf(option.Type) is { } type)
        {
            schema["type"] = option.IsNullable ? new JsonArray(type, "null") : type;
        }

        if (option.Type.IsArray || option.Type.IsGenericType)
        {
            if (TypeOf(option.Type.GetElementType() ?? option.Type.GetGenericArguments()[0]) is { } element)
                schema["items"] = new JsonObject { ["type"] = element };
        }

        if (option.Range is { } range)
            (schema["minimum"], schema["maximum"]) = (range.Minimum, range.Maximum);
        return schema;
    }

    private static string? TypeOf(Type type) => type switch
    {
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(string) || type.IsEnum => "string",
        _ when type == typeof(int) || type == typeof(long) => "integer",
        _ when type == typeof(double) || type == typeof(float) => "number",
        _ when type.IsArray || type.IsGenericType => "array",
        _ => null,
    };

    // Both spellings are allowed in files: the dotted path, and objects inside objects.
    private static void Put(JsonObject properties, string path, JsonObject schema)
    {
        properties[path] = properties[path] is JsonObject group ? Either(schema, (JsonObject)group.DeepClone()) : schema;
        if (path.Split('.', 2) is not [var head, var rest])
            return;
        if (properties[head] is not JsonObject known)
            properties[head] = known = SchemaNodes.Group([]);
        else if (Members(known) is null)
            properties[head] = known = Either((JsonObject)known.DeepClone(), SchemaNodes.Group([]));
        Put(Members(known)!, rest, (JsonObject)schema.DeepClone());
    }

    // One method has an option where another has a group.
    private static JsonObject Either(JsonObject option, JsonObject group) => new() { ["anyOf"] = new JsonArray(option, group) };

    private static JsonObject? Members(JsonObject schema) => schema["properties"] as JsonObject ?? (schema["anyOf"] as JsonArray)?.OfType<JsonObject>().Select(Members).FirstOrDefault(members => members is not null);
}
