namespace KdHost.EndToEnd.Tests.Support;

/// <summary>The outcome of <see cref="Declarations.Long"/> when nothing happens to it, made once for all tests that disturb it.</summary>
public sealed class Undisturbed
{
    private readonly Lazy<Task<Outcome>> _outcome = new(RunAsync);

    internal Task<Outcome> OutcomeAsync() => _outcome.Value;

    private static async Task<Outcome> RunAsync()
    {
        using var workspace = new Workspace();
        workspace.Write("long.json", Declarations.Long);
        (await workspace.KdAsync("run", "long.json")).MustEndWith(0);
        return Outcome.Of(workspace);
    }
}
