using System.Diagnostics;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Readme;

/// <summary>What the README says is true.</summary>
[Collection(typeof(HeavyTests))]
public sealed class ReadmeTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_method_of_the_first_journey_builds_joins_and_runs()
    {
        foreach (var (path, content) in ReadmeFile.Files.Where(file => file.Key.StartsWith("plugins/", StringComparison.Ordinal)))
            _workspace.Write(path, content);
        var project = ReadmeFile.Files.Keys.Single(path => path.EndsWith(".csproj", StringComparison.Ordinal));
        var name = Path.GetFileNameWithoutExtension(project);
        await BuildAsync(_workspace.PathOf(project), _workspace.PathOf($"built/KdHost.Plugins.{name}"));

        Assert.Contains("logit-matching", (await _workspace.KdAsync("methods", "--plugins", "built")).MustEndWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("Learning rate at the top", (await _workspace.KdAsync("describe", "logit-matching", "--plugins", "built")).MustEndWith(0).Output, StringComparison.Ordinal);
        _workspace.Write("x.json", """{ "method": "logit-matching", "parameters": { "epochs": 3, "teacher": { "model": "mlp-64", "epochs": 3 } }, "seeds": 2 }""");
        (await _workspace.KdAsync("run", "x.json", "--plugins", "built")).MustEndWith(0);
        Assert.Equal(2, _workspace.Run.Done.Count);
    }

    [Fact]
    public async Task The_grid_of_the_second_journey_runs()
    {
        _workspace.Write("temperature.json", ReadmeFile.Block("jsonc"));
        var result = (await _workspace.KdAsync("run", "temperature.json", "--set", "epochs=2", "--set", "seeds=1", "--set", "teacher.epochs=1")).MustEndWith(0);
        Assert.Contains("temperature: 4 trials", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_that_it_shows_runs()
    {
        _workspace.Write("search.json", ReadmeFile.Block("json"));
        (await _workspace.KdAsync("run", "search.json", "--set", "epochs=3")).MustEndWith(0);
        Assert.Equal(8, _workspace.Run.Done.Count);
    }

    [Fact]
    public void Every_path_that_it_names_exists()
    {
        Assert.NotEmpty(ReadmeFile.Paths);
        Assert.All(ReadmeFile.Paths.Except(["experiments/temperature.json", "experiments/search.json", "experiments/experiment.schema.json"]), path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    // As a folder under plugins/ would be built, but outside of the repository.
    private async Task BuildAsync(string project, string output)
    {
        foreach (var (name, imported) in new[] { ("plugins/Directory.Build.props", "plugins/Directory.Build.props"), ("Directory.Build.targets", "Directory.Build.targets"), ("Directory.Packages.props", "Directory.Packages.props") })
            _workspace.Write(name, $"""<Project><Import Project="{Path.Combine(Repository.Root, imported)}" /></Project>""");
        var start = _workspace.Prepare("dotnet", ["build", project, "-c", "Release", "-o", output, "-p:BuildProjectReferences=false"]);
        start.Environment.Remove("HOME"); // the package cache is the developer's
        if (Environment.GetEnvironmentVariable("HOME") is { } home)
            start.Environment["HOME"] = home;
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var log = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, log + await errors);
    }
}
