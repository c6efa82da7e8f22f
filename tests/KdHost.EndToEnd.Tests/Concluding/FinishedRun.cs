using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Concluding;

/// <summary>A small grid that was run once for all tests that look at it.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    internal Workspace Workspace { get; } = new();

    /// <summary>Path of its run directory as a user would type it.</summary>
    public string Name => Workspace.Run.Name;

    /// <summary>Id of one of its trials.</summary>
    public string Trial => Workspace.Run.Done.First().Key;

    public async ValueTask InitializeAsync()
    {
        Workspace.Write("walks.json", Walks.Declaration);
        (await Workspace.KdAsync([.. Walks.Command, "--set", "epochMilliseconds=0"])).MustEndWith(0);
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }
}
