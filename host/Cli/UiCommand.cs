using System.CommandLine;
using KdHost.Host.Configuration;
using KdHost.Host.Execution;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using KdHost.Host.Tracking.Ui;
using KdHost.MLflow;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Cli;

/// <summary><c>kd ui [DIR]</c>: opens the results in the MLflow UI.</summary>
internal static class UiCommand
{
    public static Command Create()
    {
        var directory = new Argument<string?>("directory") { Description = "A run directory, such as runs/quickstart-1a2b3c; the newest one when left out.", Arity = ArgumentArity.ZeroOrOne };
        var port = new Option<int>("--port") { Description = "Port of the UI; 0 for a free one." };
        var command = new Command("ui", "Open the results in the MLflow UI: with mlflow, uvx, pipx or Docker, whichever is there. Ctrl-C ends it.") { directory, port, CommonOptions.Runs, CommonOptions.Tracking };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(directory), parsed.GetValue(port), parsed.Settings()));
        return command;
    }

    private static async Task<int> RunAsync(string? directory, int port, Settings settings)
    {
        using var interrupts = new Interrupts();
        var run = Find(directory, settings.Runs);
        var address = TrackingAddress.Of(settings.Tracking, run is null ? settings.Runs : Path.GetDirectoryName(run.Path)!);
        if (address.IsOff)
            throw new FaultException(new Fault("tracking is off") { Key = "tracking", Found = TrackingAddress.Off, Expected = "a store", Fix = "name one with --tracking, or unset KDHOST_TRACKING" });
        var page = await PageAsync(run, address, interrupts.Stop);
        if (address.IsServer)
        {
            Console.WriteLine(address.HowToOpen(page));
            return ExitCode.Success;
        }

        var ui = MlflowUi.On(address.File, port);
        Console.WriteLine($"MLflow UI of {address.File}, with {ui.Way}; Ctrl-C ends it");
        var code = await new UiProcess(ui).RunAsync(() => Console.WriteLine($"Open:     {new Uri(ui.Address, page)}"), interrupts.Stop);
        if (code is > 0)
            Console.Error.WriteLine($"MLflow ended with exit code {code}. If it says that the database is out of date: mlflow db upgrade sqlite:///{address.File}");
        return code ?? ExitCode.Interrupted;
    }

    private static RunDirectory? Find(string? directory, string runs)
    {
        if (directory is null)
        {
            var newest = !Directory.Exists(runs) ? null : Directory.EnumerateDirectories(runs).Select(path => new RunDirectory(path)).Where(run => File.Exists(run.Declaration)).MaxBy(run => File.GetLastWriteTimeUtc(run.Declaration));
            return newest;
        }

        var named = new RunDirectory(Path.GetFullPath(directory));
        return File.Exists(named.Declaration) ? named : throw new FaultException(new Fault("this is not a run directory") { File = named.Path, Found = "no experiment.json in it", Expected = "a folder that kd run made", Fix = "look into runs/" });
    }

    // A store that has nothing of the grid, or does not answer, still has its list of experiments.
    private static async Task<string> PageAsync(RunDirectory? run, TrackingAddress address, CancellationToken cancellation)
    {
        const string Everything = "#/experiments";
        if (!address.IsServer && !File.Exists(address.File))
            throw new FaultException(new Fault("there are no results to show yet") { File = address.File, Found = "no such file", Expected = "the local store that kd run makes", Fix = "run an experiment first, or name the store with --tracking" });
        if (run is null)
            return Everything;
        try
        {
            await using var store = address.Open();
            return await TrackedPage.FindAsync(run, store, cancellation) ?? Everything;
        }
        catch (MlflowException error)
        {
            Console.Error.WriteLine($"warning: {error.Message}");
            return Everything;
        }
    }
}
