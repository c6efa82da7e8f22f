namespace KdHost.EndToEnd.Tests.Support;

/// <summary>A workspace with <see cref="Declarations.Small"/> run to its end, made once for the tests of a class: the results are in a local store in a folder with a space in its name.</summary>
public sealed class FinishedGrid : IAsyncLifetime
{
    /// <summary>Where the runs are, relative to the workspace.</summary>
    internal const string Runs = "my runs/runs";

    internal Workspace Workspace { get; } = new();

    /// <summary>The run directory as a user would type it.</summary>
    internal string Name => $"{Runs}/{Path.GetFileName(Run.Path)}";

    internal RunFolder Run => new(Directory.EnumerateDirectories(Workspace.PathOf(Runs)).Single());

    public async ValueTask InitializeAsync()
    {
        Workspace.Write("x.json", Declarations.Small);
        Directory.CreateDirectory(Workspace.PathOf("my runs"));
        (await Workspace.KdAsync("run", "x.json", "--runs", Runs)).MustEndWith(0);
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }
}
