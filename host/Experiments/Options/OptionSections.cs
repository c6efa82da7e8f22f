using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>The sections of an experiment file whose keys are options, for one set of options.</summary>
internal static class OptionSections
{
    /// <summary>A file that names a method where points differ.</summary>
    public static JsonObject SeveralMethods => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("grid"), ["properties"] = new JsonObject { ["grid"] = NamesMethod } },
            new JsonObject { ["required"] = new JsonArray("list"), ["properties"] = new JsonObject { ["list"] = new JsonObject { ["contains"] = NamesMethod } } },
            new JsonObject { ["required"] = new JsonArray("zip"), ["properties"] = new JsonObject { ["zip"] = new JsonObject { ["anyOf"] = new JsonArray(NamesMethod, new JsonObject { ["type"] = "array", ["contains"] = NamesMethod }) } } }),
    };

    /// <summary>Everything that can be drawn from.</summary>
    public static JsonObject Distribution
    {
        get
        {
            var number = new JsonObject { ["type"] = "number" };
            JsonObject Pair(string description, JsonObject named) => SchemaNodes.AnyOf(
                description, new JsonObject { ["type"] = "array", ["items"] = number.DeepClone(), ["minItems"] = 2, ["maxItems"] = 2 }, named);
            JsonObject Ends() => Required(SchemaNodes.Closed(("low", (JsonObject)number.DeepClone()), ("high", (JsonObject)number.DeepClone())), "low", "high");
            var distribution = SchemaNodes.Closed(
                ("uniform", Pair("All numbers from low to high alike.", Ends())),
                ("logUniform", Pair("All orders of magnitude from low to high alike.", Ends())),
                ("normal", Pair("Mean and standard deviation.", Required(
                    SchemaNodes.Closed(("mean", (JsonObject)number.DeepClone()), ("standardDeviation", (JsonObject)number.DeepClone()), ("low", (JsonObject)number.DeepClone()), ("high", (JsonObject)number.DeepClone())), "mean", "standardDeviation"))),
                ("integer", Pair("Whole numbers from low to high.", Required(
                    SchemaNodes.Closed(("low", new JsonObject { ["type"] = "integer" }), ("high", new JsonObject { ["type"] = "integer" }), ("log", new JsonObject { ["type"] = "boolean", ["description"] = "Orders of magnitude alike." })), "low", "high"))),
                ("choice", SchemaNodes.List([], "One of these values.")));
            (distribution["minProperties"], distribution["maxProperties"]) = (1, 1);
            return distribution;
        }
    }

    private static JsonObject NamesMethod => new() { ["type"] = "object", ["required"] = new JsonArray("method") };

    /// <summary>The sections.</summary>
    /// <param name="name">Name of the set in <c>$defs</c>.</param>
    public static JsonObject Of(string name)
    {
        var sections = Factors(name);
        var rule = Factors(name);
        rule["if"] = Described(Reference(name, "conditions"), "Values that a point must have; a list means any of them.");
        rule["parameters"] = Described(Reference(name, "values"), "Values that those points get.");
        sections["parameters"] = Described(Reference(name, "values"), "Options that all trials share.");
        sections["when"] = SchemaNodes.List(Required(SchemaNodes.Group(rule), "if"), "What holds for some points only, applied in order.");
        sections["exclude"] = Rules(name, "Points that match one of these are left out.");
        sections["require"] = Rules(name, "Only points that match one of these stay.");
        sections["compare"] = new JsonObject { ["properties"] = new JsonObject { ["baseline"] = Described(Reference(name, "points"), "Values that mark the baseline.") } };
        sections["search"] = new JsonObject { ["properties"] = new JsonObject { ["space"] = Described(Reference(name, "spaces"), "For each option what its values are drawn from.") } };
        return sections;
    }

    private static JsonObject Factors(string name) => new()
    {
        ["grid"] = Described(Reference(name, "axes"), "Lists of values; the points are their product."),
        ["zip"] = SchemaNodes.AnyOf("Groups of equally long lists whose values go together.", Reference(name, "axes"), SchemaNodes.List(Reference(name, "axes"), "Groups.")),
        ["list"] = SchemaNodes.List(Reference(name, "points"), "Points written out."),
        ["random"] = Required(
            SchemaNodes.Closed(
                ("samples", SchemaNodes.Integer(1, 10_000_000, "How many points; more keep the earlier ones.")),
                ("seed", new JsonObject { ["type"] = "integer", ["description"] = "Which draws; 0 by default.", ["default"] = 0 }),
                ("space", Described(Reference(name, "spaces"), "For each option what its values are drawn from."))),
            "samples",
            "space"),
    };

    private static JsonObject Rules(string name, string description) => SchemaNodes.AnyOf(description, Reference(name, "conditions"), SchemaNodes.List(Reference(name, "conditions"), "Rules."));

    private static JsonObject Reference(string name, string group) => new() { ["$ref"] = $"#/$defs/{name}/{group}" };

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    private static JsonObject Required(JsonObject schema, params string[] keys)
    {
        schema["required"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]);
        return schema;
    }
}
