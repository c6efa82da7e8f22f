using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;

namespace KdHost.Sdk.Training;

/// <summary>Says which images a trial used. <see cref="Fit"/> does so by itself; methods with a loop of their own call it once.</summary>
public static class DataUses
{
    /// <summary>Records the three parts of an image data set.</summary>
    /// <param name="inputs">The trial's door.</param>
    /// <param name="data">The data as the student sees it.</param>
    public static void Log(this IInputs inputs, ImageData data)
    {
        foreach (var (images, context) in new[] { (data.Training.Images, "training"), (data.Validation.Images, "validation"), (data.Test.Images, "test") })
            inputs.Log(Of(data.Source, images, context));
    }

    /// <summary>Records one part of an image data set.</summary>
    /// <param name="inputs">The trial's door.</param>
    /// <param name="source">The data set.</param>
    /// <param name="images">The very images.</param>
    /// <param name="context">What they are used for: <c>training</c>, <c>validation</c> or <c>test</c>.</param>
    public static void Log(this IInputs inputs, ImageSource source, ImageSet images, string context) => inputs.Log(Of(source, images, context));

    private static DataUse Of(ImageSource source, ImageSet images, string context) => new()
    {
        Name = source.Name,
        Digest = images.Digest(),
        Context = context,
        Source = source.Files.Count > 0 ? source.Files[0].Address.ToString() : "built into KdHost",
        Samples = images.Count,
        Classes = source.Classes,
        Shape = [images.Shape.Channels, images.Shape.Height, images.Shape.Width],
    };
}
