namespace KdHost.Sdk.Methods;

/// <summary>Keeps files with a trial; they travel to the tracking store.</summary>
public interface IArtifacts
{
    /// <summary>Writes one file. It appears whole under its name or not at all; a file of the same name is replaced.</summary>
    /// <param name="name">Relative path with forward slashes, such as <c>figures/learning-curve.png</c>.</param>
    /// <param name="write">Writes the file to the full path that it is given (same extension).</param>
    void Save(string name, Action<string> write);
}
