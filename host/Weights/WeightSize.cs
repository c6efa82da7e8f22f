using System.CommandLine;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Models;

namespace KdHost.Host.Weights;

/// <summary>For which images and classes a model is made: what the user says, else a data set, else the weight file, else the model's usual size.</summary>
internal static class WeightSize
{
    public static readonly Option<string?> DataSet = new("--dataset") { Description = "Take shape and number of classes from this data set." };

    public static readonly Option<string?> Shape = new("--shape") { Description = "Shape of one image, such as 3x32x32." };

    public static readonly Option<int?> Classes = new("--classes") { Description = "Number of classes." };

    /// <summary>The size that is meant.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="root">Where data sets stand.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="info">What a weight file says of itself; null without one.</param>
    /// <returns>Shape and classes; whether the number of classes is a guess.</returns>
    /// <exception cref="FaultException">A value is wrong.</exception>
    public static (ImageShape Input, int Classes, bool IsGuess) Of(ParseResult parsed, DataRoot root, string model, WeightInfo? info = null)
    {
        var usual = ModelCatalog.Get(model);
        var source = parsed.GetValue(DataSet) is { } name ? DataSets.Get<ImageSource>(name).At(root) : null;
        var classes = parsed.GetValue(Classes) ?? source?.Classes ?? info?.Classes;
        if (classes < 1)
            throw new FaultException(new Fault("a classifier needs classes") { Key = "--classes", Found = $"{classes}", Expected = "a whole number from 1", Fix = "change the number" });
        var input = parsed.GetValue(Shape) is { } text ? Parse(text) : source?.Shape ?? info?.Input ?? usual.Input!;
        return (input, classes ?? usual.Classes, classes is null);
    }

    private static ImageShape Parse(string text) => ImageShape.TryParse(text, out var shape) ? shape : throw new FaultException(
        new Fault("this is not the shape of an image") { Key = "--shape", Found = text, Expected = "channels, height and width, such as 3x32x32", Fix = "join three numbers by x" });
}
