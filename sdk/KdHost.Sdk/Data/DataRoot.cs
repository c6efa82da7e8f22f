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

    /// <summary>Full path of a file of a data set.</summary>
    /// <param name="dataSet">Name of the data set.</param>
    /// <param name="file">File name.</param>
    public string File(string dataSet, string file) => System.IO.Path.Combine(Path, dataSet, file);
}
