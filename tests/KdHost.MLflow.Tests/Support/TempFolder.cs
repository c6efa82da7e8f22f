namespace KdHost.MLflow.Tests.Support;

/// <summary>A folder of one test, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kdhost-mlflow-");

    public string Root => _folder.FullName;

    public string File(string name) => Path.Combine(Root, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
