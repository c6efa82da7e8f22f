using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace KdHost.Host.Execution.Workers;

/// <summary>The log of a trial as a file that is made when the first line is written: most trials have nothing to say.</summary>
/// <param name="path">The file.</param>
internal sealed class WorkerLog(string path) : Microsoft.Extensions.Logging.ILogger, IDisposable
{
    private readonly Lock _gate = new();
    private Logger? _file;
    private SerilogLoggerProvider? _provider;
    private Microsoft.Extensions.Logging.ILogger? _logger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Open().BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Open().Log(logLevel, eventId, state, exception, formatter);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider?.Dispose();
        _file?.Dispose();
    }

    private Microsoft.Extensions.Logging.ILogger Open()
    {
        lock (_gate)
        {
            _file ??= new LoggerConfiguration().WriteTo.File(path, formatProvider: CultureInfo.InvariantCulture).CreateLogger();
            _provider ??= new SerilogLoggerProvider(_file);
            return _logger ??= _provider.CreateLogger("trial");
        }
    }
}
