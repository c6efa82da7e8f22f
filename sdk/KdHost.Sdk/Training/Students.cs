using System.Text.Json;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>
/// Keeps a trial's trained student. The files stay in the run directory; the best student of a grid also goes to the tracking store, with a model card.
/// </summary>
public static class Students
{
    /// <summary>The artifact folder of a saved student.</summary>
    public const string Folder = "student";

    /// <summary>The weights among a trial's artifacts.</summary>
    public const string WeightsFile = $"{Folder}/model.safetensors";

    /// <summary>What the weights belong to, among a trial's artifacts.</summary>
    public const string ConfigFile = $"{Folder}/config.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Saves the student's present weights.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="student">The trained network.</param>
    /// <param name="model">Its name in the model catalogue, or words for an architecture of the method's own.</param>
    /// <param name="data">What it was trained on.</param>
    public static void Save(Trial trial, torch.nn.Module student, string model, ImageData data)
    {
        using var weights = WeightSnapshot.Of(student);
        trial.Artifacts.Save(WeightsFile, weights.Save);
        var source = data.Source;
        var config = new
        {
            model,
            classes = source.Classes,
            shape = new[] { source.Shape.Channels, source.Shape.Height, source.Shape.Width },
            dataset = source.Name,
            pixelScale = source.PixelScale,
            mean = source.Mean,
            standardDeviation = source.StandardDeviation,
            seed = trial.Seed,
        };
        trial.Artifacts.Save(ConfigFile, path => File.WriteAllText(path, JsonSerializer.Serialize(config, Json)));
    }
}
