using System.Runtime.InteropServices;

namespace KdHost.Host.RunDirectories;

/// <summary>
/// Files that appear whole or not at all. A durable one also survives that the machine loses power, at the cost of a wait for the disk;
/// what can be made again without harm, such as a claim, goes without.
/// </summary>
internal static partial class DurableFile
{
    private const int FileExists = 17;

    /// <summary>Replaces a file.</summary>
    public static void Replace(string path, string content) => Replace(path, file => file.Write(content));

    /// <summary>Replaces a file by one that is written piece by piece.</summary>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <param name="write">Writes its content.</param>
    public static void Replace(string path, Action<TextWriter> write) => File.Move(WriteTemporary(path, write, durable: true), path, overwrite: true);

    /// <summary>Creates a file once.</summary>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <param name="content">Its content.</param>
    /// <param name="durable">Whether to wait for the disk.</param>
    /// <returns>False when it was there already; its content is untouched then.</returns>
    public static bool TryCreate(string path, string content, bool durable = true)
    {
        var temporary = WriteTemporary(path, file => file.Write(content), durable);
        try
        {
            // File.Move without overwrite is not exclusive on Unix: it renames over a target that appears in between. link(2) is.
            if (OperatingSystem.IsWindows())
            {
                File.Move(temporary, path);
                return true;
            }

            if (Link(temporary, path) == 0)
                return true;
            return Marshal.GetLastPInvokeError() == FileExists ? false : throw new IOException($"can't create {path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
        }
        catch (IOException) when (OperatingSystem.IsWindows() && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string WriteTemporary(string path, Action<TextWriter> write, bool durable)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        using (var text = new StreamWriter(file, leaveOpen: true))
            write(text);
        file.Flush(flushToDisk: durable);
        return temporary;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);
}
