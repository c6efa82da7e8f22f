using KdHost.Sdk.Data;

namespace KdHost.Host.Cli;

/// <summary>Tells on the terminal how far a download is: a line a file when output is redirected, else one that counts.</summary>
internal sealed class DownloadLine : IProgress<DownloadProgress>
{
    private const int Megabyte = 1_000_000;
    private string? _file;

    public void Report(DownloadProgress value)
    {
        if (Console.IsOutputRedirected)
        {
            if (_file != value.File)
                Console.WriteLine($"downloading {value.File}");
        }
        else
        {
            Console.Write($"\rdownloading {value.File}: {value.Received / Megabyte} of {value.Total / Megabyte} MB{(value.Received == value.Total ? "\n" : "")}");
        }

        _file = value.File;
    }
}
