using System.Runtime.CompilerServices;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Readme;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_example_runs_against_a_file()
    {
        using var folder = new TempFolder();
        var address = $"sqlite:///{folder.File("mlflow.db")}";
        await Example.RunAsync(address);
        await using var store = TrackingStore.Open(address);
        await AssertLoggedAsync(store);
    }

    [Fact]
    public async Task The_example_runs_against_a_server()
    {
        await using var server = await FakeMlflow.StartAsync();
        await Example.RunAsync(server.Address.AbsoluteUri);
        await using var store = server.Store();
        await AssertLoggedAsync(store);
    }

    [Fact]
    public void The_readme_shows_the_example_as_it_runs()
    {
        var source = File.ReadAllText(Beside("Example.cs"));
        var example = Between(source, "// <example>\n", "        // </example>")
            .Split('\n')
            .Select(line => line.Length > 8 ? line[8..] : "");
        var readme = File.ReadAllText(Beside("../../../sdk/KdHost.MLflow/README.md"));
        Assert.Equal(string.Join('\n', example).Trim(), Between(readme, "```csharp\n", "```").Trim());
    }

    private static async Task AssertLoggedAsync(ITrackingStore store)
    {
        var experiment = (await store.FindExperimentAsync("small-data-pitfall", Some.Cancellation))!;
        var run = Assert.Single(await store.FindRunsAsync(experiment.Id, new Tag("trial", "9f2c"), Some.Cancellation).ListAsync());
        Assert.Equal((RunStatus.Finished, "4", 0.91), (run.Info.Status, run.Param("kd.temperature"), run.Metric("val/acc")?.Value));
    }

    private static string Between(string text, string begin, string end)
    {
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Beside(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, name);
        Assert.SkipUnless(File.Exists(path), $"The sources are not on this machine: {path}");
        return path;
    }
}
