using KdHost.Host.Cli;

return await KdCommand.RunAsync(args);
