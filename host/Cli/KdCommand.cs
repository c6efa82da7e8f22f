using System.CommandLine;
using KdHost.Host.Execution.Workers;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;
using Spectre.Console;

namespace KdHost.Host.Cli;

/// <summary>The command line.</summary>
internal static class KdCommand
{
    public const int RedirectedWidth = 160;

    /// <summary>Runs one command and returns its exit code. Errors are told in a few lines; the stack only with <c>--verbose</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["worker"])
            return WorkerLoop.Run();

        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth; // a file or a pipe has no width; the guess of 80 would break tables
        var root = new RootCommand("KdHost runs grids of knowledge-distillation experiments and logs them to MLflow.")
        {
            RunCommand.Create(),
            PlanCommand.Create(),
            StatusCommand.Create(),
            ReportCommand.Create(),
            CompareCommand.Create(),
            ReproduceCommand.Create(),
            CleanCommand.Create(),
            SyncCommand.Create(),
            UiCommand.Create(),
            MethodsCommand.Create(),
            DescribeCommand.Create(),
            ModelsCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
            SchemaCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Options.Add(CommonOptions.Verbose);
        var parsed = root.Parse(args);
        try
        {
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return parsed.Errors.Count > 0 ? ExitCode.Fault : exitCode;
        }
        catch (FaultException error)
        {
            var count = error.Faults.Count;
            await Console.Error.WriteLineAsync(count == 1 ? $"error: {error.Message}" : $"{count} errors:\n{error.Message}");
            if (parsed.GetValue(CommonOptions.Verbose))
                await Console.Error.WriteLineAsync(error.ToString());
            return ExitCode.Fault;
        }
        catch (IOException error) when (DiskFull.Is(error))
        {
            await Console.Error.WriteLineAsync($"error: {error.Message}\n  fix: {DiskFull.Remedy}" + (parsed.GetValue(CommonOptions.Verbose) ? $"\n{error}" : ""));
            return ExitCode.DiskFull;
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync($"error: {error.Message}\n  this is a defect of KdHost, not of your input" + (parsed.GetValue(CommonOptions.Verbose) ? $"\n{error}" : "; --verbose shows where"));
            return ExitCode.Internal;
        }
    }
}
