using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Sections;
using KdHost.Host.Hooks;
using KdHost.Host.Journal;
using KdHost.Host.Plugins;
using static KdHost.Host.Experiments.Options.SchemaNodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>The JSON schema (draft 2020-12) of experiment files.</summary>
internal static class ExperimentSchema
{
    // No method has such a name: they are lower case.
    private const string Any = "ANY", Several = "SEVERAL";

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
            ["method"] = MethodName(catalog),
            ["parameters"] = new JsonObject { ["type"] = "object" },
            ["grid"] = new JsonObject { ["type"] = "object" },
            ["zip"] = new JsonObject { ["type"] = new JsonArray("array", "object") },
            ["list"] = new JsonObject { ["type"] = "array" },
            ["random"] = new JsonObject { ["type"] = "object" },
            ["when"] = new JsonObject { ["type"] = "array" },
            ["exclude"] = new JsonObject { ["type"] = new JsonArray("array", "object") },
            ["require"] = new JsonObject { ["type"] = new JsonArray("array", "object") },
            ["seeds"] = new JsonObject { ["type"] = new JsonArray("integer", "array"), ["description"] = "How many seeds, or which.", ["minimum"] = 1, ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "integer" } },
            ["objective"] = Closed(("metric", Text("Metric that ranks trials.")), ("direction", new JsonObject { ["enum"] = new JsonArray("maximize", "minimize") })),
            ["compare"] = Closed(("baseline", new JsonObject { ["type"] = "object" })),
            [StudyNameSection.Key] = Text("Name of the study of a plugin that concludes the grid: figures over seeds, and whether the claims of the paper show."),
            ["register"] = Text("Name under which the grid's best student goes to the model registry."),
            [EndCommand.OnFinish] = Command("Program and arguments that are run when every trial is done; the summary comes on standard input."),
            [EndCommand.OnFailure] = Command("The same for a run in which a trial failed."),
            ["resources"] = Closed(
                ("device", Text("auto, cpu, cuda, cuda:N, several joined by commas, each with *2 for two trials at a time.")),
                ("threads", Integer(1, 1024, "Threads a trial.")),
                ("workers", Integer(0, 1024, "Trials at a time; 0 means as many as fit.")),
                ("memory", Text("Memory that a trial needs, such as 4GB: how many fit on a device, and on the processor the limit of a trial.")),
                ("retries", Retries()),
                ("timeLimit", Text("Longest time of one trial, such as 00:30:00."))),
            ["stopping"] = Closed(
                ("rule", Word("How trials are ended or paused early.", Enum.GetNames<StoppingRule>().Select(OptionJson.Word))),
                ("metric", Text("Metric that the rule looks at, never a test metric; by default the objective or its counterpart on the validation images.")),
                ("graceSteps", Integer(1, int.MaxValue, "No trial is judged before this step; for asha the lowest rung.")),
                ("reductionFactor", Integer(2, 1000, "asha: one trial in this many goes on from a rung.")),
                ("maximumSteps", Integer(1, int.MaxValue, "asha: no rung is this high.")),
                ("minimumTrials", Integer(1, int.MaxValue, "median: how many finished trials a median needs."))),
            ["search"] = Closed(
                ("proposer", Word("The adaptive search.", catalog.Proposers.Keys)),
                ("metric", Text("Metric that the search goes by, never a test metric; by default the objective or its counterpart on the validation images.")),
                ("trials", Integer(1, 1_000_000, "How many points in all; each runs with every seed.")),
                ("batch", Integer(1, 1_000_000, "How many points are proposed at a time.")),
                ("seed", new JsonObject { ["type"] = "integer", ["description"] = "Seed of the search." }),
                ("space", new JsonObject { ["type"] = "object", ["description"] = "For each option what its values are drawn from." }),
                ("options", new JsonObject { ["type"] = "object", ["description"] = "Options of the proposer." })),
        },
        ["allOf"] = new JsonArray([.. catalog.Methods.Select(method => OneMethod(method.Attribute.Name)), SeveralMethods()]),
        ["$defs"] = Definitions(catalog),
    };

    // With one method its options are all there is; with several, or in a file that others extend, any method's.
    private static JsonObject OneMethod(string name) => new()
    {
        ["if"] = new JsonObject { ["required"] = new JsonArray("method"), ["properties"] = new JsonObject { ["method"] = new JsonObject { ["const"] = name } }, ["not"] = Reference(Several) },
        ["then"] = new JsonObject { ["properties"] = OptionSections.Of(name) },
    };

    private static JsonObject SeveralMethods() => new()
    {
        ["if"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["not"] = new JsonObject { ["required"] = new JsonArray("method") } }, Reference(Several)) },
        ["then"] = new JsonObject { ["properties"] = OptionSections.Of(Any) },
    };

    private static JsonObject Definitions(MethodCatalog catalog)
    {
        var definitions = new JsonObject { [Several] = OptionSections.SeveralMethods, ["distribution"] = OptionSections.Distribution };
        foreach (var method in catalog.Methods)
            definitions[method.Attribute.Name] = OptionDefinitions.Of(method.Attribute.Name, method.Schema.Options.GroupBy(option => option.Path), MethodName(catalog));
        definitions[Any] = OptionDefinitions.Of(Any, catalog.Methods.SelectMany(method => method.Schema.Options).GroupBy(option => option.Path), MethodName(catalog));
        return definitions;
    }

    private static JsonObject MethodName(MethodCatalog catalog) => new()
    {
        ["enum"] = new JsonArray([.. catalog.Methods.Select(method => (JsonNode)method.Attribute.Name)]),
        ["description"] = WithWords("The method.", catalog.Methods.Select(method => (method.Attribute.Name, method.Attribute.Title))),
    };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static JsonObject Retries() => new()
    {
        ["description"] = "How often a trial is tried again, in all classes of failures that are worth it or class by class.",
        ["anyOf"] = new JsonArray(Integer(0, 100, "Each class."), Closed([.. FailureKinds.ByWord.Keys.Select(word => (word, Integer(0, 100, "After such a failure.")))])),
    };

    private static JsonObject Word(string description, IEnumerable<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]), ["description"] = description };

    private static JsonObject Command(string description) =>
        new() { ["type"] = new JsonArray("array", "null"), ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "string" }, ["description"] = description };
}
