namespace KdHost.EndToEnd.Tests.Support;

/// <summary>A grid of the test plugin's random walks: as long as a training, but the time is spent asleep.</summary>
internal static class Walks
{
    /// <summary>Twelve trials of half a second, with a checkpoint an epoch.</summary>
    public const string Declaration = """
        {
          "name": "walks",
          "method": "walk",
          "parameters": { "epochs": 12, "epochMilliseconds": 40, "curves": 2 },
          "grid": { "drift": [0.1, 0.2, 0.3] },
          "seeds": 4,
          "objective": { "metric": "test/value" },
          "compare": { "baseline": { "drift": 0.1 } },
          "resources": { "workers": 2, "retries": 100 }
        }
        """;

    /// <summary>Runs <c>walks.json</c>.</summary>
    public static readonly string[] Command = ["run", "walks.json", "--plugins", Repository.TestPlugins];

    private static readonly Lazy<Task<Outcome>> Undisturbed = new(RunAsync);

    /// <summary>What comes out when nothing happens to it.</summary>
    public static Task<Outcome> OutcomeAsync() => Undisturbed.Value;

    private static async Task<Outcome> RunAsync()
    {
        using var workspace = new Workspace();
        workspace.Write("walks.json", Declaration);
        (await workspace.KdAsync(Command)).MustEndWith(0);
        return Outcome.Of(workspace);
    }
}
