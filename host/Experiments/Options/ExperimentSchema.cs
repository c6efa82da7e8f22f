using System.Text.Json.Nodes;
using KdHost.Host.Hooks;
using KdHost.Host.Plugins;

namespace KdHost.Host.Experiments.Options;

/// <summary>The JSON schema (draft 2020-12) of experiment files.</summary>
internal static class ExperimentSchema
{
    /// <summary>The schema with the options of all methods of a catalog.</summary>
    public static JsonObject Of(MethodCatalog catalog) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "KdHost experiment",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["$schema"] = Text("This schema."),
            ["extends"] = new JsonObject { ["type"] = new JsonArray("string", "array"), ["description"] = "File or files to start from; objects are merged by key, everything else is replaced." },
            ["name"] = Text("Name of the experiment, also in MLflow."),
            ["method"] = new JsonObject { ["enum"] = new JsonArray([.. catalog.Methods.Select(method => (JsonNode)method.Attribute.Name)]), ["description"] = "The method." },
            ["parameters"] = new JsonObject { ["type"] = "object", ["description"] = "Options that all trials share." },
            ["grid"] = new JsonObject { ["type"] = "object", ["description"] = "Lists of values; the trials are their cross product." },
            ["seeds"] = new JsonObject { ["type"] = new JsonArray("integer", "array"), ["description"] = "How many seeds, or which.", ["minimum"] = 1, ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "integer" } },
            ["objective"] = Closed(("metric", Text("Metric that ranks trials.")), ("direction", new JsonObject { ["enum"] = new JsonArray("maximize", "minimize") })),
            ["compare"] = Closed(("baseline", new JsonObject { ["type"] = "object", ["description"] = "Grid values that mark the baseline." })),
            ["register"] = Text("Name under which the grid's best student goes to the model registry."),
            [EndCommand.OnFinish] = Command("Program and arguments that are run when every trial is done; the summary comes on standard input."),
            [EndCommand.OnFailure] = Command("The same for a run in which a trial failed."),
            ["resources"] = Closed(
                ("device", Text("auto, cpu, cuda or cuda:N.")),
                ("threads", Integer(1, 1024, "Threads a trial.")),
                ("workers", Integer(0, 1024, "Trials at a time; 0 means as many as fit.")),
                ("retries", Integer(0, 100, "How often a trial is tried again after its worker died.")),
                ("timeLimit", Text("Longest time of one trial, such as 00:30:00."))),
        },
        ["allOf"] = new JsonArray([.. catalog.Methods.Select(Method)]),
    };

    private static JsonObject Method(MethodEntry method)
    {
        var (values, axes) = (new JsonObject(), new JsonObject { ["method"] = new JsonObject { ["type"] = "array" } });
        foreach (var option in method.Schema.Options)
        {
            Put(values, option.Path, Option(option));
            Put(axes, option.Path, new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Option(option), ["description"] = option.Description });
        }

        return new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["method"] = new JsonObject { ["const"] = method.Attribute.Name } }, ["required"] = new JsonArray("method") },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["parameters"] = Group(values), ["grid"] = Group(axes) } },
        };
    }

    private static JsonObject Option(OptionInfo option)
    {
        var schema = new JsonObject { ["description"] = option.Description, ["default"] = option.Default?.DeepClone() };
        if (option.Choices.Count > 0)
            schema["enum"] = new JsonArray([.. option.Choices.Select(choice => (JsonNode)choice)]);
        else if (option.Type == typeof(bool) || option.Type == typeof(string) || option.IsNumber)
            schema["type"] = option.Type == typeof(bool) ? "boolean" : option.Type == typeof(string) ? "string" : option.IsInteger ? "integer" : "number";
        if (option.Range is { } range)
            (schema["minimum"], schema["maximum"]) = (range.Minimum, range.Maximum);
        return schema;
    }

    // Both spellings are allowed in files: the dotted path, and objects inside objects.
    private static void Put(JsonObject properties, string path, JsonObject schema)
    {
        properties[path] = schema;
        if (path.Split('.', 2) is not [var head, var rest])
            return;
        if (properties[head] is not JsonObject group)
            properties[head] = group = Group([]);
        Put((JsonObject)group["properties"]!, rest, (JsonObject)schema.DeepClone());
    }

    private static JsonObject Group(JsonObject properties) => new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };

    private static JsonObject Closed(params (string Key, JsonObject Schema)[] properties) =>
        Group(new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Schema))));

    private static JsonObject Command(string description) =>
        new() { ["type"] = new JsonArray("array", "null"), ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "string" }, ["description"] = description };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Integer(int minimum, int maximum, string description) =>
        new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum, ["description"] = description };
}
