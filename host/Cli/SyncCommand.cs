using System.CommandLine;
using KdHost.Host.Configuration;
using KdHost.Host.Reports;
using KdHost.Host.Reports.Studies;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tracking;
using KdHost.MLflow;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Cli;

/// <summary><c>kd sync DIR</c>: ships what a run directory holds and the tracking store lacks.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("directory") { Description = "A run directory, such as runs/quickstart-1a2b3c." };
        var command = new Command("sync", "Ship results that the tracking store lacks. Safe to repeat.") { directory, CommonOptions.Runs, CommonOptions.Tracking, CommonOptions.Register, CommonOptions.Plugins };
        command.SetAction((parsed, cancellation) => RunAsync(new RunDirectory(Path.GetFullPath(parsed.GetValue(directory)!)), parsed.Settings(), parsed.GetValue(CommonOptions.Register), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(RunDirectory run, Settings settings, string? register, CancellationToken cancellation)
    {
        RunArgument.Check(run);
        var runs = Path.GetDirectoryName(run.Path)!;
        var address = TrackingAddress.Of(settings.Tracking, runs) with { Register = register };
        if (address.IsOff)
            throw new FaultException(new Fault("tracking is off") { Key = "tracking", Found = TrackingAddress.Off, Expected = "a store", Fix = "name one with --tracking, or unset KDHOST_TRACKING" });
        var results = GridResults.Read(run);
        GridReport.Write(run, results, InstalledStudies.For(results.Record, settings));
        await using var shipper = new Shipper(run, address);
        try
        {
            var open = await Conclusion.ShipAsync(shipper, cancellation);
            if (shipper.Problems.Count > 0)
                throw new FaultException([.. shipper.Problems.Select(problem => new Fault("the store did not take all of it") { File = run.Path, Found = problem, Fix = "mend what the message names, then run the same command again" })]);
            Console.WriteLine(open is not null ? $"All results are in the store: {open}" : "Another process is shipping these results.");
            return ExitCode.Success;
        }
        catch (MlflowException error)
        {
            throw new FaultException(new Fault("the tracking store did not take the results") { File = run.Path, Found = error.Message, Expected = "a store that answers", Fix = "start it, then run the same command again; nothing is lost or doubled" }, error);
        }
    }
}
