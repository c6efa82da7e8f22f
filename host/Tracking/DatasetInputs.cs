using System.Text.Json.Nodes;
using KdHost.MLflow;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Tracking;

/// <summary>The use of a data set as MLflow records it: source, schema and profile are JSON texts.</summary>
internal static class DatasetInputs
{
    public static DatasetInput Of(DataUse use) => new(
        new Dataset
        {
            Name = use.Name,
            Digest = use.Digest,
            SourceType = use.Source.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "http" : "local",
            Source = new JsonObject { [use.Source.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "url" : "uri"] = use.Source }.ToJsonString(),
            Schema = use.Shape.Count > 0 ? Schema(use.Shape) : null,
            Profile = new JsonObject { ["num_rows"] = use.Samples, ["num_classes"] = use.Classes }.ToJsonString(),
        },
        use.Context);

    // A tensor of any number of samples, in the notation of MLflow's own data sets.
    private static string Schema(IReadOnlyList<int> shape) => new JsonObject
    {
        ["mlflow_tensorspec"] = new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject
            {
                ["type"] = "tensor",
                ["tensor-spec"] = new JsonObject { ["dtype"] = "uint8", ["shape"] = new JsonArray([-1, .. shape.Select(size => (JsonNode)size)]) },
            }).ToJsonString(),
        },
    }.ToJsonString();
}
