namespace KdHost.MLflow.Tests.Support;

/// <summary>Recorded answers and stores of real servers; tests that need them are skipped where they are not.</summary>
public static class SharedData
{
    private const string Variable = "KDHOST_SHARED";

    /// <summary>The folder <c>mlflow</c> of the shared data.</summary>
    public static string Mlflow
    {
        get
        {
            var folder = Find();
            Assert.SkipWhen(folder is null, $"No folder \"shared\" beside the repository, and {Variable} names none: nothing to compare with.");
            return Path.Combine(folder!, "mlflow");
        }
    }

    /// <summary>Copies a store, so that nothing touches the original.</summary>
    public static string CopyStore(string name, TempFolder folder)
    {
        var copy = folder.File(name);
        File.Copy(Path.Combine(Mlflow, "stores", name), copy);
        File.SetAttributes(copy, FileAttributes.Normal);
        return copy;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Directory.Exists(Path.Combine(named, "mlflow")) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "mlflow")))
                return shared;
        }

        return null;
    }
}
