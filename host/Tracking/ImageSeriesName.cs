using System.Text.RegularExpressions;
using KdHost.Host.Journal;

namespace KdHost.Host.Tracking;

/// <summary>Names of images over steps as the MLflow UI knows them: it shows those with a slider for the step, beside each other across runs.</summary>
internal static partial class ImageSeriesName
{
    /// <summary>Whether an artifact is an image of a series: <c>images/KEY/STEP.png</c>.</summary>
    public static bool IsImage(string artifact) => Series().IsMatch(artifact);

    /// <summary>The image itself and the small copy that the grid view asks for. The same image always has the same names.</summary>
    public static IEnumerable<string> Of(ArtifactRecord artifact)
    {
        var match = Series().Match(artifact.Name);
        var key = match.Groups["key"].Value.Replace('/', '~');
        var name = $"images/{key}+step+{match.Groups["step"].Value}+timestamp+{artifact.Time}+{new Guid(Convert.FromHexString(artifact.Sha256[..32]))}";
        return [$"{name}.png", $"{name}+compressed.webp"];
    }

    [GeneratedRegex(@"^images/(?<key>.+)/(?<step>\d+)\.png$")]
    private static partial Regex Series();
}
