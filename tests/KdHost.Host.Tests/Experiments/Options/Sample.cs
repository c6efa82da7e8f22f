using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments.Options;

/// <summary>Binds and checks <see cref="SampleOptions"/> written as JSON.</summary>
internal static class Sample
{
    public static readonly OptionSchema Schema = OptionSchema.Of(typeof(SampleOptions));

    public static BoundOptions Bind(string json) => OptionBinder.Bind(Schema, Flatten(json));

    public static List<Fault> Check(string json) =>
        [.. OptionBinder.Check(Schema, Flatten(json), (path, problem) => new Fault(problem) { Key = path })];

    private static Dictionary<string, JsonNode?> Flatten(string json) => FlatJson.Flatten(JsonNode.Parse(json)!.AsObject());
}
