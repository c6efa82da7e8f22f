using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data;

/// <summary>The folder under which data sets are looked for, one folder a data set (such as <c>fashion-mnist/</c>).</summary>
/// <param name="Path">Full path; need not exist yet.</param>
public sealed record DataRoot(string Path)
{
    /// <summary>Environment variable that names the data root.</summary>
    public const string Variable = "KDHOST_DATA";

    /// <summary>The data root of a user who set none: <c>kdhost/data</c> in the user's cache folder.</summary>
    public static DataRoot Default => new(System.IO.Path.Combine(CacheFolder, "kdhost", "data"));

    private static string CacheFolder =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder ? folder
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");

    /// <summary>Folder of imported weights.</summary>
    public string WeightsFolder => System.IO.Path.Combine(Path, "weights");

    /// <summary>Full path of a weight file.</summary>
    /// <param name="name">A name in <see cref="WeightsFolder"/>, with or without <c>.safetensors</c>, or a path.</param>
    /// <exception cref="FaultException">There is no such file.</exception>
    public string Weights(string name)
    {
        string[] places = [System.IO.Path.Combine(WeightsFolder, name), System.IO.Path.Combine(WeightsFolder, name + ".safetensors"), System.IO.Path.GetFullPath(name)];
        return places.FirstOrDefault(System.IO.File.Exists) ?? throw new FaultException(new Fault("there is no such weight file")
        {
            File = places[0],
            Found = name,
            Expected = "a file that kd import put there, or a path",
            Fix = $"kd import FILE --model NAME --as {System.IO.Path.GetFileNameWithoutExtension(name)}",
        });
    }

    /// <summary>Full path of a file of a data set.</summary>
    /// <param name="dataSet">Name of the data set.</param>
    /// <param name="file">File name.</param>
    public string File(string dataSet, string file) => System.IO.Path.Combine(Path, dataSet, file);
}
