using System.Diagnostics;
using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Concluding;

/// <summary>Commands that are told of a run's end, and the refusal to run what is not committed.</summary>
public sealed class EndOfRunTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public EndOfRunTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the commands of these tests are sh and git");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("none", "finished", 0)]
    [InlineData("throw", "failed", 1)]
    public async Task The_command_that_is_meant_gets_the_summary_once(string mishap, string outcome, int exitCode)
    {
        _workspace.Write("kdhost.json", """{ "onFinish": ["sh", "-c", "cat > finished"], "onFailure": ["sh", "-c", "cat > failed"] }""");
        _workspace.Write("walks.json", Walks.Declaration);
        string[] command = [.. Walks.Command, "--set", "epochMilliseconds=0", "--set", "seeds=1", "--set", $"mishap={mishap}"];

        (await _workspace.KdAsync(command)).MustEndWith(exitCode);

        var told = _workspace.PathOf(outcome);
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(told, TestContext.Current.CancellationToken))!;
        Assert.Equal((outcome, "walks", 3), ((string?)summary["outcome"], (string?)summary["results"]!["name"], (int)summary["results"]!["trials"]!["total"]!));
        Assert.Equal(exitCode, summary["failures"]!.AsArray().Count);
        Assert.True(File.Exists((string?)summary["report"]));
        Assert.False(File.Exists(_workspace.PathOf(outcome == "failed" ? "finished" : "failed")));

        File.Delete(told);
        (await _workspace.KdAsync(command)).MustEndWith(exitCode); // nothing was run
        Assert.False(File.Exists(told));
    }

    [Fact]
    public async Task A_command_that_fails_is_a_warning_and_one_that_is_no_list_is_refused_before_anything_runs()
    {
        _workspace.Write("walks.json", Walks.Declaration.Replace("\"seeds\"", "\"onFinish\": \"mail you\", \"seeds\"", StringComparison.Ordinal));
        (await _workspace.KdAsync(Walks.Command)).MustRefuse("walks.json:6: onFinish: this is not a command", "mail you", "a program and its arguments", "[\"");
        Assert.True(_workspace.NothingRan);

        var result = (await _workspace.KdAsync([.. Walks.Command, "--set", "epochMilliseconds=0", "--set", "seeds=1", "--set", "onFinish=[\"sh\",\"-c\",\"exit 3\"]"])).MustEndWith(0);
        Assert.Contains("warning: onFinish: sh: it ended with exit code 3", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_is_not_clean_is_refused_on_request_and_the_lock_keeps_commit_and_packages()
    {
        _workspace.Write("walks.json", Walks.Declaration);
        _workspace.Write(".gitignore", "home/\n");
        string[] command = [.. Walks.Command, "--set", "epochMilliseconds=0", "--set", "seeds=1", "--require-clean"];
        (await _workspace.KdAsync(command)).MustRefuse("--require-clean", _workspace.Folder, "a repository", "commit");

        await GitAsync("init", "--quiet");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=you", "-c", "user.email=you@example.org", "commit", "--quiet", "-m", "first");
        _workspace.Write("new.txt", "not committed");
        (await _workspace.KdAsync(command)).MustRefuse("--require-clean", "new.txt", "a clean git tree", "commit or stash");

        File.Delete(_workspace.PathOf("new.txt"));
        (await _workspace.KdAsync(command)).MustEndWith(0);
        (await _workspace.KdAsync(command)).MustEndWith(0); // what the run itself wrote is no change
        var made = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_workspace.Run.Path, "lock.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal((40, false), (((string)made["commit"]!).Length, (bool)made["dirty"]!));
        Assert.Matches(@"^\d+\.\d+\.\d+$", (string?)made["packages"]!["TorchSharp"]);
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(_workspace.Prepare("git", arguments))!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
    }
}
