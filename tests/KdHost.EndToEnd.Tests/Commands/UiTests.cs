using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary><c>kd ui</c> opens the local store with whatever can, seen through a program of that name that writes down how it was called.</summary>
public sealed class UiTests : IClassFixture<FinishedGrid>
{
    private readonly Workspace _workspace;

    public UiTests(FinishedGrid grid)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-in is a shell script");
        _workspace = grid.Workspace;
        var programs = Directory.CreateDirectory(_workspace.PathOf("bin"));
        foreach (var program in programs.EnumerateFiles())
            program.Delete();
        _workspace.Environment["PATH"] = programs.FullName;
    }

    private string Database => _workspace.PathOf("my runs/mlflow.db");

    // Answers on the port that it is given, as the UI does, until it is told to end.
    private void Install(string name)
    {
        var path = _workspace.Write($"bin/{name}", $$"""
            #!/bin/bash
            printf '%s\n' "$@" > '{{_workspace.PathOf("called")}}'
            while [ $# -gt 0 ]; do [ "$1" = --port ] && port=$2; shift; done
            exec /usr/bin/env -i /usr/bin/python3 -m http.server "$port" --bind 127.0.0.1 --directory '{{_workspace.Folder}}' > /dev/null 2>&1
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(string[] Arguments, KdResult Result)> OpenAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3") && File.Exists("/bin/bash"), "the stand-in needs bash and python3");
        await using var running = _workspace.Start("ui", "--runs", "my runs/runs");
        await Eventually.IsTrueAsync(() => running.HasExited || running.Output.Contains("Open:", StringComparison.Ordinal), "the address is told");
        LinuxProcess.Signal(running.Id, LinuxProcess.Interrupt);
        var result = (await running.EndAsync()).MustEndWith(130);
        return (await File.ReadAllLinesAsync(_workspace.PathOf("called"), TestContext.Current.CancellationToken), result);
    }

    [Theory]
    [InlineData("mlflow")]
    [InlineData("uvx", "mlflow")]
    [InlineData("pipx", "run", "mlflow")]
    public async Task It_starts_the_ui_of_the_local_store_and_tells_the_page_of_the_grid(string program, params string[] before)
    {
        Install(program);
        var (arguments, result) = await OpenAsync();
        Assert.Equal([.. before, "ui", "--backend-store-uri", $"sqlite:///{Database}", "--host", "127.0.0.1", "--port"], arguments[..^1]);
        Assert.Matches($@"Open:     http://127\.0\.0\.1:{arguments[^1]}/#/experiments/1/runs\?searchFilter=.*compareRunsMode=CHART", result.Output);
        await Eventually.IsTrueAsync(() => !IsListening(arguments[^1]), "the program has ended");
    }

    [Fact]
    public async Task A_container_sees_the_folder_under_its_own_path()
    {
        Install("docker");
        var (arguments, _) = await OpenAsync();
        Assert.Equal(["run", "--rm", "--init", "--publish", $"127.0.0.1:{arguments[^1]}:{arguments[^1]}", "--volume", $"{Path.GetDirectoryName(Database)}:{Path.GetDirectoryName(Database)}"], arguments[..7]);
        Assert.Contains($"sqlite:///{Database}", arguments);
        Assert.Contains("0.0.0.0", arguments);
    }

    [Fact]
    public async Task Where_nothing_can_open_it_the_message_says_what_to_type() =>
        (await _workspace.KdAsync("ui", "--runs", "my runs/runs")).MustRefuse("there is no MLflow", "mlflow, uvx, pipx and docker", "one of them", $"mlflow ui --backend-store-uri sqlite:///{Database}");

    [Fact]
    public async Task Before_anything_ran_it_says_so() =>
        (await _workspace.KdAsync("ui", "--runs", "elsewhere")).MustRefuse(_workspace.PathOf("mlflow.db"), "no such file", "local store", "run an experiment first");

    [Fact]
    public async Task Of_a_server_the_page_is_told()
    {
        var result = (await _workspace.KdAsync("ui", "--runs", "my runs/runs", "--tracking", "http://127.0.0.1:9")).MustEndWith(0);
        Assert.Contains("http://127.0.0.1:9/#/experiments", result.Output, StringComparison.Ordinal);
    }

    private static bool IsListening(string port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient("127.0.0.1", int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
