using KdHost.Host.RunDirectories;

namespace KdHost.Host.Journal;

/// <summary>
/// Appends records. Logging only fills a buffer; a timer hands it to the operating system several times a second, as does a full buffer, and
/// <see cref="Flush"/> makes it durable.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private const int FullBuffer = 1 << 16;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly MemoryStream _buffer = new();
    private readonly MetricLine _metrics = new();
    private readonly Timer _timer;
    private bool _isDurable = true;

    /// <summary>Makes a journal that does not exist yet.</summary>
    /// <param name="path">The file; its folder exists.</param>
    public JournalWriter(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _timer = new Timer(_ => TryWrite(durable: false), null, FlushInterval, FlushInterval);
    }

    /// <summary>Adds a record.</summary>
    public void Append(JournalRecord record)
    {
        lock (_gate)
            JournalLine.Write(_buffer, record);
    }

    /// <summary>Adds a point of a curve, as <see cref="Append"/> would add a <see cref="MetricRecord"/>, but in a fraction of a microsecond.</summary>
    public void AppendMetric(string name, double value, long step, long time)
    {
        lock (_gate)
        {
            var start = (int)_buffer.Length;
            var end = start + _metrics.MaxLength(name);
            if (end > _buffer.Capacity)
                _buffer.Capacity = Math.Max(end, 2 * _buffer.Capacity);
            _buffer.SetLength(end);
            _buffer.SetLength(start + _metrics.Write(_buffer.GetBuffer().AsSpan(start, end - start), name, value, step, time));
            _buffer.Position = _buffer.Length;
            if (_buffer.Length >= FullBuffer)
                Write(durable: false);
        }
    }

    /// <summary>Makes everything durable.</summary>
    /// <returns>Length of the journal in bytes.</returns>
    public long Flush()
    {
        lock (_gate)
        {
            Write(durable: true);
            return _file.Length; // still inside the lock: else it could end in the middle of another thread's record
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        TryWrite(durable: true);
        _file.Dispose();
    }

    // A full disk is told to whoever asks for durability. What could not be written then is logged again by whoever continues.
    private void TryWrite(bool durable)
    {
        try
        {
            Write(durable);
        }
        catch (IOException error) when (DiskFull.Is(error))
        {
        }
    }

    // Half a buffer would end in half a record, and the second try would follow it.
    private void WriteWhole()
    {
        var start = _file.Position;
        try
        {
            _file.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
        }
        catch (IOException)
        {
            _file.SetLength(start);
            _file.Position = start;
            throw;
        }
    }

    private void Write(bool durable)
    {
        lock (_gate)
        {
            if (!_file.CanWrite)
                return; // a last tick of the timer after disposal
            if (_buffer.Length > 0)
            {
                WriteWhole();
                _buffer.SetLength(0);
                _isDurable = false;
            }

            if (durable && !_isDurable)
                _file.Flush(flushToDisk: true);
            _isDurable |= durable;
        }
    }
}
